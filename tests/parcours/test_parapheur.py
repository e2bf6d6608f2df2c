"""Le parapheur, de l'agent au CGET et retour : clics comptés, avec et sans JavaScript."""

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from contrats.models import Synthese
from quartiers.models import Departement
from remontees.models import Campagne
from tests.factories import bilan_complet, synthese_complete

from .pages import SANS_JAVASCRIPT, SELON_L_ECRAN, Visite

pytestmark = pytest.mark.usefixtures("portail")

# Promis par docs/guide-agent.md, pour les deux personnes.
CLICS = 5


@pytest.fixture(autouse=True)
def _en_juin_2019():
    with time_machine.travel("2019-06-20T10:00:00+02:00", tick=True):
        yield


class Comptee(Visite):
    """Une visite dont on compte les clics, connexion à part."""

    clics = 0

    def suivre(self, nom):
        self.clics += 1
        super().suivre(nom)

    def presser(self, nom):
        self.clics += 1
        super().presser(nom)

    def s_identifier(self, identifiant):
        super().s_identifier(identifiant)
        self.clics -= 1


@pytest.fixture
def visite(navigateur, javascript, largeur):
    return Comptee(navigateur(javascript=javascript, largeur=largeur), javascript)


@pytest.fixture
def bilan(portail):
    """Un bilan du Nord où tout est enregistré, que sa campagne attend."""
    Campagne.objects.create(
        genre="bilan", periode="2019-s1", ouverture_le="2019-06-01", echeance_le="2019-07-31"
    )
    return bilan_complet(Departement.objects.get(code="59"))


@SELON_L_ECRAN
def test_de_tout_est_enregistre_a_transmis_en_peu_de_clics(visite, bilan):
    visite.se_connecter("agent-59")
    visite.suivre("Remplir le bilan")
    visite.presser("Enregistrer et vérifier avant transmission")
    visite.presser("Soumettre à la signature")
    visite.voir("C’est soumis à tous les valideurs")
    visite.se_connecter("prefet-59")
    visite.suivre("Lire et signer")
    visite.presser("Transmettre le bilan au CGET")
    visite.voir("Transmission faite au CGET.")
    assert visite.clics == CLICS


@pytest.mark.long
@SANS_JAVASCRIPT
def test_de_l_agent_au_cget_par_un_retour_un_commentaire_et_une_seconde_version(visite, portail):
    synthese = synthese_complete()
    page = synthese.get_absolute_url()
    soumettre(visite, page)

    visite.se_connecter("prefet-59")
    visite.suivre("Lire et signer")
    visite.ecrire("Ce qui est à reprendre", "La fin est trop sèche.")
    visite.onglet.get_by_text("Un mot sur une partie").click()
    visite.ecrire("Exemples concrets", "Nommez le collège.")
    visite.presser("Rendre à l’agent")
    visite.voir("C’est rendu à l’agent")

    visite.se_connecter("agent-59")
    visite.ouvrir(page)
    visite.voir("La fin est trop sèche.")
    visite.voir("écrit : Nommez le collège.")
    visite.deplier(visite.onglet.locator("[name=exemples]")).fill(
        "Au collège Jean-Zay, cent élèves."
    )
    visite.presser("Enregistrer et vérifier avant transmission")
    visite.presser("Soumettre à la signature")
    signer(visite)

    visite.se_connecter("cget")
    visite.ouvrir(page)
    assert "trop sèche" not in visite.onglet.content()
    visite.suivre("Commenter ce texte : Exemples concrets")
    visite.cocher("Au collège Jean-Zay, cent élèves.")
    visite.ecrire("Votre commentaire", "Quelle commune ?")
    visite.presser("Ajouter ce commentaire")
    visite.voir("« Au collège Jean-Zay, cent élèves. » Quelle commune ?")
    visite.choisir("Cause du renvoi", "Texte trop général : ni exemple, ni lieu")
    visite.ecrire("Ce qui est à compléter", "Situez l’exemple.")
    visite.presser("Demander un complément")

    visite.se_connecter("agent-59")
    visite.ouvrir(page)
    visite.ecrire("Votre réponse au CGET", "À Denain.")
    visite.presser("Enregistrer et vérifier avant transmission")
    visite.presser("Soumettre à la signature")
    visite.se_connecter("cget")
    visite.ouvrir(page)
    assert "En cours" in visite.onglet.content()
    assert "À Denain." not in visite.onglet.content()
    signer(visite)

    visite.se_connecter("cget")
    visite.ouvrir(page)
    visite.voir("Réponse : À Denain.")
    visite.voir("Version 2")
    visite.cocher("J’ai lu ce que j’accepte : cela ne se défait que dans la journée.")
    visite.cocher("J’accepte malgré 1 commentaire ouvert, qui se lira comme clos.")
    visite.presser("Accepter cette version")
    visite.presser("Défaire l’acceptation")
    visite.cocher("J’ai lu ce que j’accepte : cela ne se défait que dans la journée.")
    visite.cocher("J’accepte malgré 1 commentaire ouvert, qui se lira comme clos.")
    visite.presser("Accepter cette version")
    assert Synthese.objects.get().etat == "acceptee"


@pytest.mark.long
@SELON_L_ECRAN
def test_la_prefecture_rectifie_ce_qu_elle_a_transmis(visite, portail):
    synthese = synthese_complete()
    page = synthese.get_absolute_url()
    soumettre(visite, page)
    signer(visite)
    visite.suivre("Rectifier (annule et remplace)")
    visite.presser("Rouvrir pour rectifier")
    visite.voir("Rien n’est rouvert")
    visite.ecrire("Motif", "Une commune manquait.")
    visite.presser("Rouvrir pour rectifier")
    visite.voir("La version 1 est en cours de rectification")
    visite.suivre("Abandonner la rectification")
    visite.presser("Abandonner la rectification")
    visite.voir("cette version tient")
    visite.suivre("Rectifier (annule et remplace)")
    visite.ecrire("Motif", "Deux communes manquaient.")
    visite.presser("Rouvrir pour rectifier")
    visite.presser("Enregistrer et vérifier avant transmission")
    visite.presser("Transmettre la synthèse aux ministres")
    visite.voir("Version 2")


@pytest.mark.long
@SELON_L_ECRAN
def test_un_valideur_absent_delegue_et_son_suppleant_signe(visite, portail):
    synthese = synthese_complete()
    visite.se_connecter("prefet-59")
    visite.suivre("déléguer ma signature")
    visite.choisir("À qui", "agent-59")
    visite.ecrire("Au (compris)", f"{timezone.localdate():%Y-%m-%d}")
    visite.presser("Déléguer ma signature")
    visite.voir("Votre signature est déléguée à agent-59.")
    visite.se_connecter("agent-59")
    visite.ouvrir(synthese.adresse("transmettre"))
    visite.presser("Transmettre la synthèse aux ministres")
    visite.voir("par agent-59, par délégation de prefet-59")
    visite.ouvrir(reverse("delegations"))
    visite.voir("en cours, ou à venir")


def soumettre(visite, page):
    visite.se_connecter("agent-59")
    visite.ouvrir(page)
    visite.presser("Enregistrer et vérifier avant transmission")
    visite.presser("Soumettre à la signature")


def signer(visite):
    visite.se_connecter("prefet-59")
    visite.suivre("Lire et signer")
    visite.presser("Transmettre la synthèse aux ministres")
    visite.voir("Transmission faite aux ministres.")
