"""Le CGET, un ministère, une région : du niveau d'une mesure au recueil national."""

import subprocess

import pytest
import time_machine

from mesures.models import Indicateur, Mesure, Ministere
from national.models import Recueil
from national.taches import fabriquer
from tests.factories import UtilisateurFactory, ValeurFactory, synthese_complete

from .pages import MOT_DE_PASSE, SELON_L_ECRAN, Visite

pytestmark = pytest.mark.usefixtures("portail")

VALEURS = "indicateur;territoire;date;valeur;total;source\n18-1;59;2019-03-01;{};;Enquête\n"


@pytest.fixture(autouse=True)
def _en_mars_2019():
    with time_machine.travel("2019-03-10T10:00:00+01:00", tick=True):
        yield


@pytest.fixture
def nation(portail):
    """Un ministère et une région ; une valeur et la synthèse transmise du Nord."""
    for username, champs in {
        "ministere-emploi": {"role": "ministere", "national": True},
        "region-32": {"role": "region", "regions": ["32"]},
    }.items():
        utilisateur = UtilisateurFactory(username=username, **champs)
        utilisateur.set_password(MOT_DE_PASSE)
        utilisateur.save()
    ministere = Ministere.objects.create(nom="Ministère de l’emploi")
    ministere.membres.add(type(utilisateur).objects.get(username="ministere-emploi"))
    Mesure.objects.filter(code="18").update(chef_de_file=ministere)
    stages = Indicateur.objects.get(code="18-1")
    ValeurFactory(indicateur=stages, code="59", nombre=2000, le="2018-12-31")
    synthese_complete().transmettre(type(utilisateur).objects.get(username="prefet-59"))


@pytest.mark.long
@SELON_L_ECRAN
@pytest.mark.usefixtures("nation")
def test_de_la_mesure_au_recueil(navigateur, javascript, largeur, tmp_path):
    visite = Visite(navigateur(javascript=javascript, largeur=largeur), javascript)

    visite.se_connecter("ministere-emploi")
    tenir_la_mesure(visite, tmp_path)

    visite.se_connecter("agent-59")
    contester(visite)

    visite.se_connecter("ministere-emploi")
    visite.ouvrir("/mesures/contestations/")
    visite.suivre("Lire")
    visite.ecrire("Votre réponse", "Vérifié avec le rectorat.")
    visite.presser("Accepter la valeur proposée")
    visite.voir("Acceptée")

    visite.se_connecter("region-32")
    visite.ouvrir("/national/")
    visite.voir("Hauts-de-France")

    visite.se_connecter("cget")
    rassembler(visite)


def tenir_la_mesure(visite, tmp_path):
    visite.ouvrir("/mesures/18/")
    visite.voir("28 000 stages")
    visite.suivre("Changer le niveau")
    visite.choisir("Niveau d’engagement", "Objectif atteint")
    visite.presser("Enregistrer")
    visite.voir("Ce champ est obligatoire")
    visite.ecrire("Motif", "Trente mille offres sont en ligne.")
    visite.presser("Enregistrer")
    visite.voir("Trente mille offres sont en ligne.")
    importer(visite, tmp_path, "douze")
    visite.voir("n’est pas un nombre")
    importer(visite, tmp_path, "1 200")
    visite.presser("Confirmer l’import")
    visite.voir("1 200 stages")


def importer(visite, tmp_path, valeur):
    fichier = tmp_path / "valeurs.csv"
    fichier.write_text(VALEURS.format(valeur), encoding="utf-8")
    visite.ouvrir("/mesures/valeurs/import/")
    visite.onglet.locator("main input[type=file]").set_input_files(fichier)
    visite.presser("Voir l’aperçu")


def contester(visite):
    visite.ouvrir("/mesures/?au=2019-01-31")
    visite.voir("55 %")
    visite.suivre("Alertes sur les indicateurs")
    visite.ouvrir("/mesures/alertes/")
    visite.voir("recule d’au moins un dixième depuis la valeur précédente")
    visite.ouvrir("/mesures/18/")
    visite.onglet.get_by_text("1 territoire").click()
    visite.suivre("Contester")
    visite.ecrire("Valeur (stages)", "1 300")
    visite.ecrire("Motif", "Un collège a été oublié.")
    visite.ecrire("Source", "Rectorat")
    visite.presser("Enregistrer")
    visite.ouvrir("/mesures/contestations/")
    visite.voir("1 300 stages")


def rassembler(visite):
    visite.ouvrir("/national/?annee=2019")
    visite.suivre("Recueil : Synthèses, 2019")
    visite.presser("Fabriquer : Un PDF")
    visite.voir("En attente")
    fabriquer(Recueil.objects.get().pk)
    visite.suivre("Actualiser")
    recueil = visite.telecharger("Télécharger recueil-synthese-2019.pdf")
    texte = subprocess.run(
        ["pdftotext", recueil, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "synthèse 2019 du Nord" in texte.replace("\xa0", " ")
    visite.ouvrir("/exports/")
    visite.voir("Valeurs des indicateurs")
