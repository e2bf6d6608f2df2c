"""Une base d'avant migre avec toutes ses lignes, sur les deux moteurs (voir bases/README.md)."""

import hashlib
import lzma
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from comptes.models import Utilisateur
from courriels.models import Courriel
from remontees.models import Transmission

from .conftest import POSTGRESQL

BASES = Path(__file__).parent / "bases"
# Les tables qu'une migration vide ou déplace exprès, et pourquoi.
TABLES_DEPLACEES = {
    "mailer_message": "les courriels en file passent à courriels_courriel",
    "mailer_messagelog": "le journal des envois aussi",
    "mailer_dontsendentry": "le portail ne la lisait pas",
    "django_q_schedule": "les tâches qui acheminaient django-mailer partent avec lui",
}
# Ce que Django y écrit lui-même à chaque migration.
TENUES_PAR_DJANGO = {"django_migrations", "django_content_type", "auth_permission"}
PAGES = {
    "agent-59": [
        "/",
        "/paqte/bilans/",
        "/paqte/bilans/2019-s2/59/",
        "/paqte/bilans/2019-s2/59/historique/",
        "/paqte/bilans/2019-s2/59/versions/2/differences/",
        "/syntheses/2019/59/",
    ],
    "cget": ["/", "/campagnes/", "/national/", "/paqte/bilans/2019-s2/59/", "/syntheses/2019/59/"],
}


def lire_base(moteur):
    return lzma.decompress((BASES / f"c850062.{moteur}.sql.xz").read_bytes()).decode()


@pytest.fixture
def base_sqlite(ailleurs, tmp_path):
    fichier = tmp_path / "base.sqlite3"
    with closing(sqlite3.connect(fichier)) as connexion:
        connexion.executescript(lire_base("sqlite"))
    ailleurs(f"sqlite:///{fichier}")


@pytest.fixture
def base_postgresql(ailleurs):
    serveur, nom = os.environ["DATABASE_URL"], f"avant_{os.getpid()}"
    adresse = urlsplit(serveur)._replace(path=f"/{nom}").geturl()
    with closing(psycopg2.connect(serveur)) as connexion:
        connexion.autocommit = True
        connexion.cursor().execute(f"CREATE DATABASE {nom}")
        with closing(psycopg2.connect(adresse)) as neuve, neuve:
            neuve.cursor().execute(lire_base("postgresql"))
        ailleurs(adresse)
        yield
        connection.close()
        connexion.cursor().execute(f"DROP DATABASE {nom}")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=POSTGRESQL)])
def d_avant(request, settings):
    """Une base de c850062, pas encore migrée ; les migrations, que les autres tests sautent."""
    request.getfixturevalue(f"base_{request.param}")
    settings.MIGRATION_MODULES = {}
    ContentType.objects.clear_cache()
    yield
    ContentType.objects.clear_cache()


def executer(ordre):
    with connection.cursor() as curseur:
        curseur.execute(ordre)
        return curseur.fetchall()


def compter():
    """Rend {table: nombre de lignes}."""
    return {
        table: executer(f'SELECT COUNT(*) FROM "{table}"')[0][0]
        for table in connection.introspection.table_names()
        # Les statistiques de SQLite ont une ligne par table, et des tables s'en vont.
        if table not in TENUES_PAR_DJANGO and not table.startswith("sqlite_")
    }


def versions():
    """Rend ce que la base garde des versions figées, sans passer par les modèles."""
    lignes = executer(
        "SELECT id, sha256, nom_fichier, numero, transmise_le, donnees, pdf "
        "FROM remontees_transmission ORDER BY id"
    )
    return [(*debut, str(donnees), bytes(pdf)) for *debut, donnees, pdf in lignes]


@pytest.mark.long
def test_une_base_d_avant_migre_avec_toutes_ses_lignes(d_avant, client, capsys):
    lignes, figees = compter(), versions()
    assert len(figees) == 3
    call_command("migrate", verbosity=0)
    restees = compter()
    perdues = {table for table, nombre in lignes.items() if restees.get(table) != nombre}
    assert perdues == set(TABLES_DEPLACEES)
    assert Courriel.objects.filter(envoye_le=None).count() == lignes["mailer_message"] == 3
    assert versions() == figees
    assert all(hashlib.sha256(pdf).hexdigest() == sha256 for _, sha256, *_, pdf in figees)
    call_command("verifier_integrite")
    assert "intact" in capsys.readouterr().out
    for nom, pages in PAGES.items():
        client.force_login(Utilisateur.objects.get(username=nom))
        assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
    with pytest.raises(IntegrityError, match="gardé pour toujours"), transaction.atomic():
        Transmission.objects.all().delete()
    with pytest.raises(IntegrityError, match="gardé pour toujours"), transaction.atomic():
        executer("DELETE FROM paqte_bilan WHERE etat = 'transmise'")


@pytest.mark.usefixtures("d_avant")
def test_une_base_d_avant_se_sauvegarde_avant_de_migrer(tmp_path, capsys):
    call_command("sauvegarder", tmp_path)
    assert len(list(tmp_path.glob("quartiers-*.sha256"))) == 1
    assert "ce passage n’est pas noté" in capsys.readouterr().err
