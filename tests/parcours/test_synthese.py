"""Du contrat à la synthèse transmise : le parcours entier, avec et sans JavaScript."""

import subprocess

import pytest
import time_machine

from remontees.models import Campagne
from tests.quartiers.conftest import LISTES

from .contrat import COURT, contractualiser, ecrire, renover
from .pages import SANS_JAVASCRIPT, Visite

pytestmark = pytest.mark.usefixtures("portail")

SYNTHESE = "/syntheses/2019/59/"
LONG = "Une réunion de plus avec les maires et les habitants des quartiers. " * 400


@pytest.fixture(autouse=True)
def _en_mars_2019():
    with time_machine.travel("2019-03-10T10:00:00+01:00", tick=True):
        yield


@pytest.fixture
def campagne(portail):
    """Une synthèse se commence quand une campagne la demande."""
    Campagne.objects.create(
        genre="synthese", periode="2019", ouverture_le="2019-01-22", echeance_le="2019-03-15"
    )


@SANS_JAVASCRIPT
@pytest.mark.usefixtures("campagne")
def test_du_contrat_a_la_synthese_transmise(navigateur, javascript, largeur):
    visite = Visite(navigateur(javascript=javascript, largeur=largeur), javascript)

    visite.se_connecter("admin")
    visite.importer(LISTES / "liste_2015_nord.csv")

    visite.se_connecter("agent-59")
    contractualiser(visite)
    renover(visite)
    viser(visite)
    ecrire_la_synthese(visite)

    visite.se_connecter("prefet-59")
    visite.ouvrir(f"{SYNTHESE}transmettre/")
    visite.presser("Transmettre la synthèse aux ministres")
    visite.voir("Transmission faite aux ministres.")
    pdf = visite.telecharger("Télécharger le PDF")
    assert pages(pdf) <= 5

    visite.se_connecter("agent-13")
    for adresse in (SYNTHESE, f"{SYNTHESE}pdf/", "/contrats/1/", "/contrats/1/protocole/"):
        assert visite.onglet.request.get(adresse).status == 404


def viser(visite):
    visite.ouvrir("/contrats/")
    visite.suivre("Contrat de ville de Lille")
    visite.suivre("Fixer une cible")
    visite.onglet.locator("[name=indicateur]").select_option(index=1)
    visite.onglet.locator("[name=cible]").fill("4")
    visite.onglet.locator("[name=echeance_le]").fill("2020-12-31")
    visite.presser("Enregistrer")
    visite.voir("31/12/2020")


def ecrire_la_synthese(visite):
    visite.ouvrir(SYNTHESE)
    visite.voir("1 contrat de ville en vigueur pour 2 quartiers")
    ecrire(visite, "demarches", LONG)
    ecrire(visite, "difficultes", "Peu d’ingénierie dans les petites communes.")
    ecrire(visite, "exemples", "Cent vingt enfants accueillis chaque soir.")
    if visite.javascript:
        visite.onglet.locator("#jauge .fr-badge--error").wait_for()
    visite.presser("Enregistrer et vérifier avant transmission")
    visite.voir("raccourcissez d’abord « démarches engagées »")
    visite.suivre("La synthèse fait")
    ecrire(visite, "demarches", COURT)
    if visite.javascript:
        visite.onglet.locator("#jauge .fr-badge--error").wait_for(state="detached")
    visite.presser("Enregistrer et vérifier avant transmission")
    visite.voir("faire transmettre par un valideur")


def pages(pdf):
    sortie = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    return int(next(li.split()[1] for li in sortie.splitlines() if li.startswith("Pages:")))
