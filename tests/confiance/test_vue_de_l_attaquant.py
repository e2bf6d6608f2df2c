"""Chaque adresse, vue par qui n'a pas de session : rien, une session finie, un jeton, un lien.

Ce qu'il porte ne lui ouvre rien de plus qu'à un inconnu, hors ce que cette clé ouvre.
"""

import datetime

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comptes.models import Jeton
from tests.adresses import BROUILLON, DU_NORD, adresses
from tests.factories import UtilisateurFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("refus_brefs", "sans_contexte", "sans_rendu", "sans_classeur"),
]

SECRET = "xyzzy" * 8


def porteur(secret):
    return Client(headers={"Authorization": f"Bearer {secret}"})


def cle(user, portee, **champs):
    """Crée une clé de cette personne ; rend son secret."""
    jeton, secret = Jeton.objects.creer(user, "essai", portee)
    Jeton.objects.filter(pk=jeton.pk).update(**champs)
    return secret


def avec_session(user, changer):
    """Le navigateur d'une personne, après qu'on a changé sa session."""
    navigateur = Client()
    navigateur.force_login(user)
    changer(navigateur)
    return navigateur


def fermer(navigateur):
    Session.objects.all().delete()


def finir(navigateur):
    hier = timezone.now() - datetime.timedelta(days=1)
    Session.objects.update(expire_date=hier)


def forger(navigateur):
    navigateur.cookies[settings.SESSION_COOKIE_NAME] = SECRET


@pytest.fixture
def attaquants(db):
    """{ce qu'il porte: son navigateur} ; chacun vient d'une personne qui verrait tout."""
    cget = UtilisateurFactory(role="cget", national=True)
    parti = UtilisateurFactory(role="cget", national=True, is_active=False)
    hier = timezone.now() - datetime.timedelta(days=1)
    return {
        "rien": Client(),
        "une session fermée": avec_session(cget, fermer),
        "une session finie": avec_session(cget, finir),
        "une session forgée": avec_session(cget, forger),
        "un compte désactivé": avec_session(parti, lambda navigateur: None),
        "un lien d’agenda": porteur(cle(cget, Jeton.Portee.AGENDA)),
        "un jeton périmé": porteur(cle(cget, Jeton.Portee.API, expire_le=hier)),
        "le jeton d’un compte désactivé": porteur(cle(parti, Jeton.Portee.API)),
        "un jeton inventé": porteur(SECRET),
    }


def voir(navigateur, adresse):
    """Rend (code, où il mène, contenu) de ce que répond une adresse."""
    reponse = navigateur.get(adresse)
    contenu = b"".join(reponse) if reponse.streaming else reponse.content
    mene = reponse.headers.get("Location", "").partition("?")[0]
    return reponse.status_code, mene, contenu.decode(errors="replace")


@pytest.mark.long
def test_ce_qu_il_porte_n_ouvre_rien_de_plus_qu_a_un_inconnu(attaquants, valideur_59):
    posees = adresses(valideur_59)
    inconnu = attaquants.pop("rien")
    for nom, adresse in posees.items():
        code, mene, contenu = voir(inconnu, adresse)
        # Le secret d'un lien est dans son adresse : elle s'ouvre à qui l'a, et à lui seul.
        if nom != "agenda":
            assert DU_NORD not in contenu, nom
            assert BROUILLON not in contenu, nom
            assert valideur_59.email not in contenu, nom
        for porte, navigateur in attaquants.items():
            assert voir(navigateur, adresse)[:2] == (code, mene), (porte, nom)


@pytest.mark.long
def test_un_jeton_n_ouvre_que_l_api(valideur_59):
    navigateur = porteur(cle(valideur_59, Jeton.Portee.API))
    ouvertes = {
        nom
        for nom, adresse in adresses(valideur_59).items()
        if voir(navigateur, adresse)[:2] != voir(Client(), adresse)[:2]
    }
    assert ouvertes
    assert {nom.partition(":")[0] for nom in ouvertes} == {"api"}


@pytest.mark.parametrize("portee", Jeton.Portee)
def test_un_lien_d_agenda_perime_ou_d_une_autre_portee_n_existe_pas(agent_59, portee):
    hier = timezone.now() - datetime.timedelta(days=1)
    perime = cle(agent_59, portee, expire_le=hier)
    vivant = cle(agent_59, portee)
    attendu = 200 if portee == Jeton.Portee.AGENDA else 404
    assert Client().get(reverse("agenda", args=[perime])).status_code == 404
    assert Client().get(reverse("agenda", args=[vivant])).status_code == attendu


def test_une_page_publique_n_ouvre_pas_de_session(attaquants, valideur_59):
    for nom in ("connexion", "accessibilite", "preuve", "sante", "robots", "mot_de_passe_oublie"):
        reponse = attaquants["rien"].get(reverse(nom))
        assert reponse.status_code == 200
        assert settings.SESSION_COOKIE_NAME not in reponse.cookies, nom
