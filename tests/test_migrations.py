"""Une base neuve se construit par ses migrations ; les autres tests créent leurs tables sans.

Long sur PostgreSQL : `make test` construit une base SQLite (tests/donnees/test_installation.py), et
fait passer à aujourd'hui des bases d'avant des deux moteurs (tests/solidite/test_bases_d_avant.py).
"""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.conf import settings

PLANIFIEES = "from django_q.models import Schedule; print(Schedule.objects.count())"


@pytest.fixture
def adresse(tmp_path):
    """DATABASE_URL d'une base vide, sur le moteur des tests ; supprimée à la fin."""
    serveur = os.environ.get("DATABASE_URL", "")
    if not serveur.startswith("postgres"):
        yield f"sqlite:///{tmp_path}/neuve.sqlite3"
        return
    nom = f"migrations_{os.getpid()}"
    connexion = psycopg2.connect(serveur)
    connexion.autocommit = True
    with connexion.cursor() as curseur:
        curseur.execute(f"CREATE DATABASE {nom}")
        yield urlsplit(serveur)._replace(path=f"/{nom}").geturl()
        curseur.execute(f"DROP DATABASE {nom}")
    connexion.close()


@pytest.mark.long
def test_une_base_neuve_se_construit_et_ne_planifie_rien_elle_meme(adresse):
    def commander(*arguments):
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": adresse},
            capture_output=True,
            text=True,
        )

    migrer = commander("migrate", "--verbosity", "0")
    assert migrer.returncode == 0, migrer.stderr
    # `qcluster` compte lui-même les minutes : une horloge qui saute ne retient rien.
    assert commander("shell", "-v", "0", "-c", PLANIFIEES).stdout.strip() == "0"
    assert commander("migrate", "--check").returncode == 0
