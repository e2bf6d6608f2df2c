"""Du fichier officiel au bilan transmis : le parcours entier, avec et sans JavaScript."""

import subprocess

import pytest
import time_machine
from playwright.sync_api import expect

from remontees.models import Campagne
from socle.noms import nommer
from tests.quartiers.conftest import LISTES

from .pages import SELON_L_ECRAN, Visite

pytestmark = pytest.mark.usefixtures("portail")

SIREN = "552 100 554"
TITRE_DU_BILAN = "Bilan PAQTE, Nord (59), 1er semestre 2019"


@pytest.fixture(autouse=True)
def _en_juin_2019():
    with time_machine.travel("2019-06-20T10:00:00+02:00", tick=True):
        yield


@pytest.fixture
def campagne(portail):
    """Les résultats d'un semestre se proposent à qui une campagne les demande."""
    Campagne.objects.create(
        genre="bilan", periode="2019-s1", ouverture_le="2019-06-01", echeance_le="2019-07-31"
    )


@SELON_L_ECRAN
@pytest.mark.usefixtures("campagne", "repertoire")
def test_du_fichier_officiel_au_bilan_transmis(navigateur, javascript, largeur):
    visite = Visite(navigateur(javascript=javascript, largeur=largeur), javascript)

    visite.se_connecter("admin")
    visite.importer(LISTES / "liste_2015.csv")
    visite.importer(LISTES / "insee_2015.csv", chiffres_au="2018-01-01")

    visite.se_connecter("agent-59")
    animer(visite)
    conventionner(visite)
    saisir_les_resultats(visite)
    remplir_le_bilan(visite)
    visite.voir("faire transmettre par un valideur")

    visite.se_connecter("prefet-59")
    visite.ouvrir("/paqte/bilans/2019-s1/59/transmettre/")
    visite.presser(nommer("Transmettre le bilan {au cget}"))
    visite.voir(nommer("Transmission faite {au cget}."))
    visite.voir("Version 1")
    verifier_le_pdf(visite.telecharger("Télécharger le PDF"))

    visite.se_connecter("cget")
    visite.ouvrir("/paqte/bilans/?periode=2019-s1")
    visite.ecrire("Département ou région", "nord")
    visite.presser("Filtrer")
    visite.suivre("Lire le bilan 1er semestre 2019, Nord (59)")
    visite.cocher("J’ai lu ce que j’accepte : cela ne se défait que dans la journée.")
    visite.presser("Accepter cette version")
    visite.voir("La version est acceptée : ")


def animer(visite):
    visite.ouvrir("/paqte/animation/59/")
    visite.suivre("Désigner le référent")
    visite.ecrire("nom et prénom", "Camille Lefèvre")
    visite.ecrire("adresse électronique", "camille.lefevre@exemple.gouv.fr")
    visite.ecrire("désigné le", "2019-02-10")
    visite.presser("Enregistrer")
    visite.suivre("Décrire l’organisation")
    visite.cocher("Délégué du préfet référent")
    visite.ecrire("description de l’organisation", "Une déléguée du préfet suit le PAQTE.")
    visite.presser("Enregistrer")
    visite.suivre("Ajouter un partenaire")
    visite.onglet.locator("[name=nom]").fill("FACE Hainaut")
    visite.choisir("réseau ou nature", "FACE")
    visite.presser("Enregistrer")
    visite.voir("FACE Hainaut")


def conventionner(visite):
    visite.ouvrir("/paqte/conventions/")
    visite.suivre("Ajouter une convention")
    visite.suivre("Enregistrez-la d’abord")
    remplir_d_apres_le_siren(visite)
    visite.onglet.locator("[name=nom]").fill("Ateliers du Nord")
    visite.onglet.locator("[name=siren]").fill("552 100 555")
    visite.choisir("taille", "Petite ou moyenne entreprise (PME)")
    visite.presser("Enregistrer")
    visite.voir("Ce numéro n’est pas un SIREN")
    visite.onglet.locator("[name=siren]").fill(SIREN)
    visite.presser("Enregistrer")
    visite.voir_titre("Ajouter une convention")
    visite.ecrire("date de signature", "2019-03-01")
    visite.cocher("Sensibiliser")
    visite.ecrire("Stages de 3e proposés", "120")
    visite.presser("Enregistrer")
    visite.voir("Convention PAQTE, Ateliers du Nord")


def remplir_d_apres_le_siren(visite):
    """Un SIREN tapé remplit la fiche ; sans JavaScript, un bouton le fait."""
    champs = {nom: visite.onglet.locator(f"[name={nom}]") for nom in ("nom", "adresse", "commune")}
    visite.onglet.locator("[name=siren]").press_sequentially(SIREN)
    if visite.javascript:
        expect(champs["nom"]).to_have_value("ACIER DU NORD")
    else:
        visite.presser("Remplir d’après le SIREN")
    assert champs["adresse"].input_value() == "12 RUE DES FORGES 59000 LILLE"
    assert champs["commune"].input_value() == "Lille"
    assert visite.onglet.locator("[name=taille]").input_value() == "eti"
    visite.verifier()


def saisir_les_resultats(visite):
    visite.suivre("Saisir les résultats du 1er semestre 2019")
    visite.ecrire("Stages de 3e proposés", "1 234")
    visite.onglet.locator("[name=exemples-0-texte]").fill("Un forum des métiers au collège.")
    visite.presser("Enregistrer les résultats")
    visite.voir("1 234")


def remplir_le_bilan(visite):
    visite.ouvrir("/paqte/bilans/2019-s1/59/")
    visite.voir_titre(TITRE_DU_BILAN)
    visite.derouler("Voir le référent")
    visite.voir("Camille Lefèvre")
    visite.voir("20 345")
    visite.ecrire("stratégie définie", "Aller vers les PME du Hainaut.")
    visite.ecrire("obstacles rencontrés", "Peu de collèges REP+.")
    visite.presser("Enregistrer et vérifier avant transmission")
    visite.voir("Demandeurs d’emploi en fin de mois dans les QPV » n’est pas connu")
    visite.suivre("Demandeurs d’emploi en fin de mois")
    visite.ecrire("Demandeurs d’emploi en fin de mois dans les QPV : valeur corrigée", "2 500")
    visite.ecrire(
        "Demandeurs d’emploi en fin de mois dans les QPV : motif", "Chiffre de Pôle emploi"
    )
    pru = "Projets de renouvellement urbain d’intérêt national"
    visite.ecrire(f"{pru} : valeur corrigée", "1")
    visite.ecrire(f"{pru} : motif", "Liste de l’ANRU")
    visite.presser("Enregistrer et vérifier avant transmission")


def verifier_le_pdf(chemin):
    sortie = subprocess.run(
        ["pdftotext", "-layout", chemin, "-"], capture_output=True, text=True, check=True
    ).stdout
    texte = " ".join(sortie.split())
    for attendu in (
        "Ateliers du Nord",
        "1 234",
        "20 345",
        "2 500",
        "Chiffre de Pôle emploi",
        "Aller vers les PME du Hainaut.",
        "Un forum des métiers au collège.",
        "Version 1",
    ):
        assert attendu in texte
    assert "PROJET" not in texte
