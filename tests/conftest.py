"""Personnes et réglages que partagent les tests."""

import gc
import io
import logging
import os
import re
from logging.config import dictConfig
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings as reglages
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import client as client_de_test
from django.test import override_settings
from django.urls import URLResolver
from hypothesis import HealthCheck
from hypothesis import settings as hypothese

from partage.annonces import COURANTES
from remontees import apart, odt, pdf
from socle.formats import FORMATS

from .factories import UtilisateurFactory
from .paqte.repertoire import Repertoire

# Vingt-cinq cas par test ; `HYPOTHESE=long` en essaie deux mille.
for profil, cas in (("court", 25), ("long", 2000)):
    hypothese.register_profile(
        profil,
        max_examples=cas,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
hypothese.load_profile(os.environ.get("HYPOTHESE", "court"))


def pytest_collection_finish():
    """Ce qui est chargé le reste : le ramasse-miettes n'y repasse plus (un sixième du calcul)."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item):
    """Un processus lit une fois pour toutes les sortes d'objets : nul compte de requêtes ne dépend
    de ce qui l'a précédé.
    """
    if item.get_closest_marker("django_db"):
        ContentType.objects.get_for_models(*apps.get_models())


@pytest.fixture(autouse=True)
def _en_clair(settings):
    """Les clients de test parlent HTTP : les témoins de connexion s'y échangent en clair."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    # Un navigateur refuse en clair un témoin « __Host- ».
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "session", "csrf"


@pytest.fixture(autouse=True)
def _sans_insecables(settings):
    """Ce que disent les pages se cherche avec des espaces ordinaires (voir test_typographie)."""
    settings.TYPOGRAPHIE = False


@pytest.fixture(autouse=True)
def _calculs_patients(monkeypatch):
    """Les tests se partagent la machine : un document ordinaire y a le temps d'être mis en page."""
    monkeypatch.setattr(pdf, "SECONDES_DE_CALCUL", 12)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """La base des tests, qui s'efface même si un serveur tué n'a pas fini de se déconnecter.

    Ses clés ont cinq chiffres, comme au bout d'un an de service : une page qui les écrirait
    « 12 345 » se verrait à chacun de ses liens.
    """
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as curseur:
            curseur.execute(
                "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 12345)"
                " FROM pg_sequences WHERE coalesce(last_value, 0) < 12345"
            )
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as curseur:
            curseur.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True, scope="session")
def _mots_de_passe_vite_verifies():
    """Argon2 prend exprès un quart de seconde ; sa force n'est le sujet que d'un test."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def _memoire_neuve():
    """Chaque test a sa base : ce qui est gardé en mémoire est d'une autre.

    Rien ne s'annonce, et le portail le sait : sans quoi la première page le demanderait.
    """
    cache.clear()
    cache.set(COURANTES, set(), timeout=None)


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
def sans_contexte(monkeypatch):
    """Une réponse ne garde que ses gabarits : copier le contexte de chacun prend du temps."""

    def noter(store, template, **_):
        store.setdefault("templates", []).append(template)

    monkeypatch.setattr(client_de_test, "store_rendered_templates", noter)


@pytest.fixture
def refus_brefs(monkeypatch):
    """La page d'un refus ne dépend pas de l'adresse : la refaire dix mille fois n'apprend rien."""
    monkeypatch.setattr(
        URLResolver,
        "resolve_error_handler",
        lambda self, code: lambda request, exception=None: HttpResponse(status=code),
    )


@pytest.fixture
def sans_classeur(monkeypatch):
    """Un classeur est ici du CSV : plus vite fait, et ses mots se cherchent."""
    for nom in ("xlsx", "ods"):
        monkeypatch.setattr(FORMATS[nom], "ecrire", FORMATS["csv"].ecrire)


@pytest.fixture
def copie_neuve():
    """Ce que le test change d'un module change aussi la copie qui met en page, et elle seule."""
    apart.fermer()
    yield
    apart.fermer()


@pytest.fixture
def sans_rendu(monkeypatch):
    """Un document, PDF ou ODT, est ici son HTML : plus vite fait, et ses mots se cherchent."""

    def document(html):
        reperes = re.findall(r'id="(partie-[^"]+|fin)"', html)
        page = SimpleNamespace(height=1000, anchors=dict.fromkeys(reperes, (0, 100)))
        return SimpleNamespace(
            pages=[page],
            metadata=SimpleNamespace(attachments=[]),
            write_pdf=lambda **options: html.encode(),
        )

    monkeypatch.setattr(pdf, "_document", document)
    monkeypatch.setattr(pdf, "a_part", lambda calcul, *arguments: calcul(*arguments))
    monkeypatch.setattr(odt, "convertir_en_odt", lambda page, mention: page.encode())


@pytest.fixture
def ecrit():
    """Ce que le portail écrit sur sa sortie, tel que ses réglages le font."""
    sortie = io.StringIO()
    dictConfig(reglages.LOGGING)
    [console] = [h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler]
    console.setStream(sortie)
    yield sortie.getvalue
    logging.getLogger().removeHandler(console)


@pytest.fixture
def repertoire(settings):
    """Le répertoire des entreprises, ouvert sur un serveur d'ici."""
    serveur = Repertoire()
    settings.RECHERCHE_ENTREPRISES = serveur.adresse
    yield serveur
    serveur.fermer()
