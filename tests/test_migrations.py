"""Une base neuve se construit par ses migrations ; les autres tests créent leurs tables sans."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.conf import settings

LIRE = "from django_q.models import Schedule; print(*Schedule.objects.values_list('name'))"


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


def test_une_base_neuve_se_construit_et_planifie_ses_taches(adresse):
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
    assert "reprise des recueils" in commander("shell", "-v", "0", "-c", LIRE).stdout
    assert commander("migrate", "--check").returncode == 0
