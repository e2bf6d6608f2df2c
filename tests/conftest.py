"""Personnes et réglages que partagent les tests."""

import os
import re
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import override_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothese

from remontees import pdf
from socle.formats import FORMATS

from .factories import UtilisateurFactory

# Cent cas par test ; `HYPOTHESE=long` en essaie deux mille.
for profil, cas in (("court", 100), ("long", 2000)):
    hypothese.register_profile(
        profil,
        max_examples=cas,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
hypothese.load_profile(os.environ.get("HYPOTHESE", "court"))


@pytest.fixture(autouse=True)
def _en_clair(settings):
    """Les clients de test parlent HTTP : les témoins de connexion s'y échangent en clair."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    # Un navigateur refuse en clair un témoin « __Host- ».
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "session", "csrf"


@pytest.fixture(autouse=True, scope="session")
def _mots_de_passe_vite_verifies():
    """Argon2 prend exprès un quart de seconde ; sa force n'est le sujet que d'un test."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def _memoire_neuve():
    """Chaque test a sa base : ce qui est gardé en mémoire est d'une autre."""
    cache.clear()


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
def agent_region_32(db):
    return UtilisateurFactory(username="agent-region-32", role="agent_region", regions=["32"])


@pytest.fixture
def valideur_region_32(db):
    return UtilisateurFactory(username="prefet-region-32", role="valideur_region", regions=["32"])


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


@pytest.fixture
def sans_classeur(monkeypatch):
    """Un classeur est ici du CSV : plus vite fait, et ses mots se cherchent."""
    for nom in ("xlsx", "ods"):
        monkeypatch.setattr(FORMATS[nom], "ecrire", FORMATS["csv"].ecrire)


@pytest.fixture
def sans_rendu(monkeypatch):
    """Un PDF est ici son HTML : plus vite fait, et ses mots se cherchent."""

    def document(html):
        reperes = re.findall(r'id="(partie-[^"]+|fin)"', html)
        page = SimpleNamespace(height=1000, anchors=dict.fromkeys(reperes, (0, 100)))
        return SimpleNamespace(
            pages=[page],
            metadata=SimpleNamespace(attachments=[]),
            write_pdf=lambda **options: html.encode(),
        )

    monkeypatch.setattr(pdf, "_document", document)
