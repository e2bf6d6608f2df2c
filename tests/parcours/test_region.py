"""La synthèse régionale, de la première ligne à l'acceptation, avec et sans JavaScript."""

import pytest
import time_machine

from remontees.models import Campagne
from tests.factories import UtilisateurFactory

from .pages import MOT_DE_PASSE, SELON_L_ECRAN, Visite

pytestmark = pytest.mark.usefixtures("portail", "prefecture_de_region")

SYNTHESE = "/syntheses-regionales/2019/32/"
LONG = "Une réunion de plus avec les maires et les habitants des quartiers. " * 200


@pytest.fixture(autouse=True)
def _en_mars_2019():
    with time_machine.travel("2019-03-10T10:00:00+01:00", tick=True):
        yield


@pytest.fixture
def prefecture_de_region(portail):
    for username, role in (("region-32", "agent_region"), ("prefet-region-32", "valideur_region")):
        personne = UtilisateurFactory(username=username, role=role, regions=["32"])
        personne.set_password(MOT_DE_PASSE)
        personne.save()
    Campagne.objects.create(
        genre="synthese_regionale",
        periode="2019",
        ouverture_le="2019-01-22",
        echeance_le="2019-03-15",
    )


@pytest.mark.long
@SELON_L_ECRAN
def test_de_l_ecriture_a_l_acceptation(navigateur, javascript, largeur):
    visite = Visite(navigateur(javascript=javascript, largeur=largeur), javascript)

    visite.se_connecter("region-32")
    visite.ouvrir(SYNTHESE)
    visite.derouler("Voir les niveaux d’engagement")
    visite.voir("de la région déclinent 0 mesure, dont 0 mesure par un protocole signé (sur 40).")
    ecrire(visite, "appreciation", "La rénovation des contrats avance.")
    ecrire(visite, "propositions", LONG)
    if javascript:
        visite.onglet.locator("#jauge .fr-badge--error").wait_for()
    visite.presser("Enregistrer et vérifier avant transmission")
    visite.voir("Rien n’est écrit pour Aisne, Nord, Oise, Pas-de-Calais, Somme")
    visite.voir("raccourcissez d’abord « propositions »")
    visite.suivre("La synthèse régionale fait")
    ecrire(visite, "propositions", "Un séminaire régional.")
    ecrire(visite, "attentions", "- **Nord** : l’ingénierie manque.")
    visite.presser("Enregistrer et vérifier avant transmission")
    visite.voir("faire transmettre par un valideur")

    visite.se_connecter("prefet-region-32")
    visite.suivre("Remplir")
    visite.presser("Enregistrer et vérifier avant transmission")
    visite.presser("Transmettre la synthèse régionale aux ministres")
    visite.voir("Transmission faite aux ministres.")

    visite.se_connecter("cget")
    visite.ouvrir(SYNTHESE)
    visite.voir("Un séminaire régional.")
    visite.cocher("J’ai lu ce que j’accepte : cela ne se défait que dans la journée.")
    visite.presser("Accepter cette version")
    visite.voir("Acceptée le 10 mars 2019")


def ecrire(visite, champ, texte):
    visite.deplier(visite.onglet.locator(f"[name={champ}]")).fill(texte)
