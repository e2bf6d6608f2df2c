"""Une connexion SQLite gardée : sauvegardée, restaurée, remplacée, tuée, elle ne perd rien."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest
from django.db.utils import ConnectionHandler

from config.base import base_de_donnees

pytestmark = pytest.mark.django_db


@pytest.fixture
def fichier(tmp_path):
    return tmp_path / "base.sqlite3"


@pytest.fixture
def connexion(fichier):
    """Une connexion réglée comme celle du portail, à une base d'une table."""
    connexion = ouvrir(fichier)
    executer(connexion, "CREATE TABLE mots (mot text)")
    yield connexion
    connexion.close()


def ouvrir(fichier):
    return ConnectionHandler({"default": base_de_donnees(f"sqlite:///{fichier}")})["default"]


def executer(connexion, ordre, *valeurs):
    with connexion.cursor() as curseur:
        curseur.execute(ordre, valeurs)


def mots(connexion):
    with connexion.cursor() as curseur:
        curseur.execute("SELECT mot FROM mots ORDER BY mot")
        return [mot for (mot,) in curseur.fetchall()]


def demander(connexion):
    """Ce que Django fait au début d'une demande, et à sa fin."""
    connexion.close_if_unusable_or_obsolete()


def autre_base(dossier, mot):
    """Une base entière, dans un seul fichier, qui porte ce mot."""
    chemin = dossier / "autre.sqlite3"
    with closing(sqlite3.connect(chemin)) as base:
        base.execute("CREATE TABLE mots (mot text)")
        base.execute("INSERT INTO mots VALUES (?)", [mot])
        base.commit()
    return chemin


def test_elle_sert_d_une_demande_a_l_autre(connexion):
    brute = connexion.connection
    demander(connexion)
    assert mots(connexion) == []
    assert connexion.connection is brute


def test_une_base_mise_a_sa_place_se_lit_a_la_demande_suivante(connexion, fichier, tmp_path):
    executer(connexion, "INSERT INTO mots VALUES ('ancien')")
    os.replace(autre_base(tmp_path, "nouveau"), fichier)
    demander(connexion)
    assert mots(connexion) == ["nouveau"]
    executer(connexion, "INSERT INTO mots VALUES ('ecrit')")
    with closing(sqlite3.connect(fichier)) as base:
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert len(base.execute("SELECT * FROM mots").fetchall()) == 2


def test_une_base_effacee_puis_refaite_se_lit_a_la_demande_suivante(connexion, fichier, tmp_path):
    executer(connexion, "INSERT INTO mots VALUES ('ancien')")
    for reste in tmp_path.glob("base.sqlite3*"):
        reste.unlink()
    os.replace(autre_base(tmp_path, "neuf"), fichier)
    demander(connexion)
    assert mots(connexion) == ["neuf"]


def test_le_journal_d_un_autre_n_est_pas_efface(connexion, fichier, tmp_path):
    """Un second processus s'est aperçu du remplacement avant nous, et a déjà écrit."""
    seconde = ouvrir(fichier)
    assert mots(seconde) == []
    os.replace(autre_base(tmp_path, "nouveau"), fichier)
    demander(seconde)
    executer(seconde, "INSERT INTO mots VALUES ('ecrit')")
    demander(connexion)
    assert mots(connexion) == mots(seconde) == ["ecrit", "nouveau"]
    seconde.close()


def test_une_sauvegarde_faite_pendant_qu_elle_sert_a_tout(connexion, fichier, tmp_path):
    executer(connexion, "INSERT INTO mots VALUES ('garde')")
    autre = ouvrir(fichier)
    autre.ensure_connection()
    with closing(sqlite3.connect(tmp_path / "copie.sqlite3")) as copie:
        autre.connection.backup(copie)
        assert copie.execute("SELECT mot FROM mots").fetchall() == [("garde",)]
    autre.close()


def test_une_restauration_faite_pendant_qu_elle_sert_se_lit_aussitot(connexion, fichier, tmp_path):
    executer(connexion, "INSERT INTO mots VALUES ('ancien')")
    autre = ouvrir(fichier)
    autre.ensure_connection()
    with closing(sqlite3.connect(autre_base(tmp_path, "restaure"))) as sauvegarde:
        sauvegarde.backup(autre.connection)
    autre.close()
    demander(connexion)
    assert mots(connexion) == ["restaure"]


ECRIVAIN = """
import sys
from config.base import base_de_donnees
from django.conf import settings
settings.configure(DATABASES={"default": base_de_donnees(f"sqlite:///{sys.argv[1]}")})
import django
django.setup()
from django.db import connection
rang = 0
while True:
    with connection.cursor() as curseur:
        curseur.execute("INSERT INTO mots VALUES (%s)", [f"{rang:06}"])
    print(rang, flush=True)
    rang += 1
    connection.close_if_unusable_or_obsolete()
"""


def test_tuee_en_ecrivant_elle_laisse_une_base_entiere(connexion, fichier):
    connexion.close()
    with subprocess.Popen(
        [sys.executable, "-c", ECRIVAIN, str(fichier)], stdout=subprocess.PIPE, text=True
    ) as ecrivain:
        ecrits = [int(ecrivain.stdout.readline()) for _ in range(50)]
        time.sleep(0.05)
        ecrivain.send_signal(signal.SIGKILL)
    assert mots(connexion)[:50] == [f"{rang:06}" for rang in ecrits]
    with closing(sqlite3.connect(fichier)) as base:
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
