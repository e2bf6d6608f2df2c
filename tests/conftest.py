"""Personnes et réglages que partagent les tests."""

import pytest

from .factories import UtilisateurFactory


@pytest.fixture(autouse=True)
def _en_clair(settings):
    """Les clients de test parlent HTTP : les témoins de connexion s'y échangent en clair."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    # Un navigateur refuse en clair un témoin « __Host- ».
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "session", "csrf"


@pytest.fixture
def agent_59(db):
    return UtilisateurFactory(username="agent-59", role="agent", departements=["59"])


@pytest.fixture
def valideur_59(db):
    return UtilisateurFactory(username="prefet-59", role="valideur", departements=["59"])


@pytest.fixture
def agent_13(db):
    return UtilisateurFactory(username="agent-13", role="agent", departements=["13"])


@pytest.fixture
def region_32(db):
    return UtilisateurFactory(username="region-32", role="region", regions=["32"])


@pytest.fixture
def ministere(db):
    return UtilisateurFactory(username="ministere-emploi", role="ministere", national=True)


@pytest.fixture
def cget(db):
    return UtilisateurFactory(username="cget", role="cget", national=True)


@pytest.fixture
def administrateur(db):
    return UtilisateurFactory(
        username="admin", role="administrateur", national=True, is_staff=True, is_superuser=True
    )
