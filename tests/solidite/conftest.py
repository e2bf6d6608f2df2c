"""Les bases et le serveur de ces tests : de vrais fichiers, de vrais processus."""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client

from config.base import base_de_donnees

from .serveur import Personne, Serveur, brancher

POSTGRESQL = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="demande un PostgreSQL (make test)"
)


def reglages_de(adresse):
    """Rend les réglages Django complets d'une DATABASE_URL, tels que le portail les ferait."""
    return connections.configure_settings({"default": base_de_donnees(adresse)})["default"]


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


# Celle d'un service à chaque fois ; l'autre dans `make epreuves` : c'est long.
@pytest.fixture(
    params=[
        pytest.param("sqlite", marks=pytest.mark.long),
        pytest.param("postgresql", marks=POSTGRESQL),
    ]
)
def base(request, transactional_db):
    """Une base neuve de chaque moteur."""
    if request.param == "sqlite":
        request.getfixturevalue("sqlite")
    return request.param


class Grappe:
    """Un PostgreSQL à soi, des binaires de Debian, qu'on peut arrêter et relancer."""

    binaires = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)

    def __init__(self, dossier):
        self.dossier = dossier
        with socket.create_server(("127.0.0.1", 0)) as prise:
            self.port = prise.getsockname()[1]
        if os.geteuid() == 0:
            # PostgreSQL refuse de servir en administrateur.
            shutil.chown(dossier, "postgres")
        self._lancer("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync")
        self.start()

    @property
    def adresse(self):
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def start(self):
        options = f"-p {self.port} -k {self.dossier} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._lancer("pg_ctl", "-w", "-l", self.dossier / "journal", "-o", options, "start")

    def stop(self):
        self._lancer("pg_ctl", "-w", "-m", "fast", "stop")

    def _lancer(self, outil, *arguments):
        sous = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        commande = [*sous, self.binaires / outil, "-D", self.dossier / "donnees", *arguments]
        subprocess.run(commande, check=True, stdout=subprocess.DEVNULL, cwd=self.dossier)


@pytest.fixture
def grappe(ailleurs, settings):
    """Un PostgreSQL à soi (`Grappe`), où les tables sont créées."""
    if Grappe.binaires is None:
        pytest.skip("demande les binaires de PostgreSQL (paquet Debian : postgresql)")
    dossier = Path(tempfile.mkdtemp(prefix="quartiers-pg-"))
    serveur = Grappe(dossier)
    ailleurs(serveur.adresse)
    creer_les_tables(settings)
    yield serveur
    connection.close()
    serveur.stop()
    shutil.rmtree(dossier)


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
