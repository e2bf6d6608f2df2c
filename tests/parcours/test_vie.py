"""La vie d'une remontée : campagne, transmission, commentaires, version 2, preuve publique."""

import pytest
import time_machine

from socle.noms import nommer
from tests.quartiers.conftest import LISTES

from .contrat import COURT, contractualiser, ecrire, renover
from .pages import SELON_L_ECRAN, Visite

pytestmark = pytest.mark.usefixtures("portail")

SYNTHESE = "/syntheses/2019/59/"


@pytest.fixture(autouse=True)
def _en_mars_2019():
    with time_machine.travel("2019-03-10T10:00:00+01:00", tick=True):
        yield


@pytest.mark.long
@SELON_L_ECRAN
def test_de_la_campagne_a_la_version_acceptee(navigateur, javascript, largeur, tmp_path):
    visite = Visite(navigateur(javascript=javascript, largeur=largeur), javascript)
    visite.se_connecter("admin")
    visite.importer(LISTES / "liste_2015_nord.csv")

    visite.se_connecter("cget")
    ouvrir_une_campagne(visite)

    visite.se_connecter("agent-59")
    visite.voir("Synthèse 2019, Nord (59)")
    contractualiser(visite)
    renover(visite)
    visite.ouvrir(SYNTHESE)
    visite.voir("Cinq pages au plus, merci.")
    for champ in ("demarches", "difficultes", "exemples"):
        ecrire(visite, champ, COURT)
    visite.presser("Enregistrer le brouillon")
    premiere = transmettre(visite)

    visite.se_connecter("cget")
    demander_un_complement(visite)

    visite.se_connecter("agent-59")
    visite.ouvrir(SYNTHESE)
    visite.voir("pour le 20 mars 2019")
    for champ, reponse in (("exemples", "Le lieu est Denain."), ("difficultes", "Précisé.")):
        visite.deplier(visite.onglet.locator(f"[name={champ}]")).fill(f"Revu : {champ}")
        votre_reponse = nommer("Votre réponse {au cget}")
        nom = champ.replace("difficultes", "difficultés")
        visite.ecrire(f"{votre_reponse}, « {nom}", reponse)
    visite.presser("Enregistrer le brouillon")
    seconde = transmettre(visite)

    visite.se_connecter("cget")
    visite.ouvrir(SYNTHESE)
    visite.voir("Le lieu est Denain.")
    visite.cocher("J’ai lu ce que j’accepte : cela ne se défait que dans la journée.")
    visite.cocher("J’accepte malgré 2 commentaires ouverts, qui se liront comme clos.")
    visite.presser("Accepter cette version")
    visite.voir("Acceptée".upper() if javascript else "Version 2")

    verifier(visite, premiere, "Document reconnu", "plus récente")
    verifier(visite, seconde, "Document reconnu", "version 2")
    altere = tmp_path / "altere.pdf"
    octets = bytearray(seconde.read_bytes())
    octets[-200] ^= 1
    altere.write_bytes(octets)
    verifier(visite, altere, "Document inconnu")


def ouvrir_une_campagne(visite):
    visite.ouvrir("/campagnes/")
    visite.suivre("Ouvrir une campagne")
    visite.onglet.locator("[name=genre]").select_option("synthese")
    visite.onglet.locator("[name=periode]").fill("2019-s1")
    visite.onglet.locator("[name=ouverture_le]").fill("2019-01-22")
    visite.onglet.locator("[name=echeance_le]").fill("2019-03-15")
    visite.onglet.locator("[name=consignes]").fill("Cinq pages au plus, merci.")
    visite.presser("Enregistrer")
    visite.voir("Écrivez la période ainsi : 2019.")
    visite.onglet.locator("[name=periode]").fill("2019")
    visite.presser("Enregistrer")
    visite.voir("15 mars 2019")


def transmettre(visite):
    visite.se_connecter("prefet-59")
    visite.ouvrir(f"{SYNTHESE}transmettre/")
    visite.presser("Transmettre la synthèse aux ministres")
    visite.voir("Transmission faite aux ministres.")
    return visite.telecharger("Télécharger le PDF")


def demander_un_complement(visite):
    visite.ouvrir(SYNTHESE)
    for champ in ("exemples", "difficultes"):
        visite.onglet.locator("[name=champ]").select_option(champ)
        visite.onglet.locator("[name=texte]").fill(f"Précisez : {champ}.")
        visite.presser("Ajouter ce commentaire")
    visite.choisir("Cause du renvoi", "Texte trop général : ni exemple, ni lieu")
    visite.onglet.locator("[name=commentaire]").fill("Deux points à préciser.")
    visite.onglet.locator("[name=pour_le]").fill("2019-03-20")
    visite.onglet.locator("[name=limite]").check(force=True)
    visite.presser("Demander un complément")
    visite.voir("Le complément est demandé à la préfecture.")


def verifier(visite, pdf, *attendus):
    visite.ouvrir("/preuve/")
    visite.onglet.locator("main input[type=file]").set_input_files(pdf)
    visite.presser("Vérifier")
    for attendu in attendus:
        visite.voir(attendu)
