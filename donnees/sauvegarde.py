"""Sauvegarder la base dans un fichier, et la rétablir, par l'outil de chaque moteur.

PostgreSQL : `pg_dump` (format « custom »), `pg_restore` et `psql` ; SQLite : son API de
sauvegarde. Les deux lisent un instant cohérent pendant que le portail sert. Une empreinte SHA-256
suit chaque fichier, au format de `sha256sum`.
"""

import hashlib
import os
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.utils import timezone
from psycopg2.extensions import make_dsn

SUFFIXES = {"postgresql": ".dump", "sqlite": ".sqlite3"}
# Qui restaure possède ce qu'il restaure, sur une machine où les comptes d'avant n'existent pas.
SANS_DROITS = ("--no-owner", "--no-privileges")


class SauvegardeImpossible(Exception):
    """La sauvegarde, ou sa restauration, n'est pas faite ; le message dit pourquoi."""


def sauvegarder(dossier):
    """Écrit la base dans un nouveau fichier de `dossier` (Path) et rend son chemin.

    Le fichier ne prend son nom qu'une fois complet. Lève SauvegardeImpossible.
    """
    _joindre()
    dossier.mkdir(parents=True, exist_ok=True)
    nom = f"quartiers-{timezone.localtime():%Y%m%d-%H%M%S-%f}{SUFFIXES[connection.vendor]}"
    fichier, en_cours = dossier / nom, dossier / f"{nom}.en-cours"
    # La base contient des secrets : le fichier n'est lu que de son propriétaire.
    en_cours.touch(mode=0o600, exist_ok=False)
    try:
        _copier_vers(en_cours)
        _empreinte_de(fichier).write_text(f"{_calculer(en_cours)}  {nom}\n")
        en_cours.replace(fichier)
    finally:
        en_cours.unlink(missing_ok=True)
    return fichier


def restaurer(fichier, *, remplacer=False):
    """Rétablit la base depuis `fichier` (Path), tout ou rien.

    Lève SauvegardeImpossible, sans rien écrire, si l'empreinte manque ou diffère, si le fichier
    vient d'un autre moteur, ou si la base contient déjà des tables et que `remplacer` est faux.
    """
    _joindre()
    if fichier.suffix != SUFFIXES[connection.vendor]:
        raise SauvegardeImpossible(
            f"Cette base est en {connection.vendor} : il faut un fichier "
            f"« {SUFFIXES[connection.vendor]} »."
        )
    try:
        attendue, _, _ = _empreinte_de(fichier).read_text().partition(" ")
        calculee = _calculer(fichier)
    except OSError as erreur:
        raise SauvegardeImpossible(f"{erreur.filename} : {erreur.strerror}.") from erreur
    if calculee != attendue:
        raise SauvegardeImpossible(f"{fichier} n’a pas l’empreinte notée : il est abîmé ou changé.")
    tables = connection.introspection.table_names()
    if tables and not remplacer:
        raise SauvegardeImpossible(
            "La base contient déjà des tables : ajoutez --remplacer pour perdre son contenu."
        )
    _copier_depuis(fichier, tables)


def _joindre():
    """Ouvre la base ; lève SauvegardeImpossible si c'est à travers PgBouncer.

    `pg_dump` et `psql` règlent leur session (`search_path`) : PgBouncer la donnerait, réglée, aux
    demandes du portail.
    """
    if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        raise SauvegardeImpossible(
            "DATABASE_URL coupe les curseurs du serveur, donc passe par PgBouncer : donnez, pour "
            "cette commande, l’adresse de PostgreSQL lui-même."
        )
    connection.ensure_connection()


def _empreinte_de(fichier):
    return Path(f"{fichier}.sha256")


def _calculer(fichier):
    with fichier.open("rb") as flux:
        return hashlib.file_digest(flux, "sha256").hexdigest()


def _copier_vers(fichier):
    if connection.vendor == "postgresql":
        _lancer("pg_dump", *SANS_DROITS, _base(), "--format=custom", f"--file={fichier}")
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(fichier)) as copie:
        connection.connection.backup(copie)


def _copier_depuis(fichier, tables):
    """Remplace toutes les tables de la base par ce que porte le fichier."""
    # Une lecture restée ouverte ferait attendre la restauration sans fin.
    connection.close()
    if connection.vendor == "postgresql":
        _executer_le_fichier(fichier, tables)
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(f"{fichier.resolve().as_uri()}?immutable=1", uri=True)) as copie:
        copie.backup(connection.connection)


def _executer_le_fichier(fichier, tables):
    """Efface ces tables et exécute le fichier de `pg_dump`, en une seule transaction.

    `pg_restore --clean` n'efface que ce que le fichier contient : il bute sur une table plus neuve
    qui renvoie à une autre.
    """
    vider = [f"DROP TABLE {connection.ops.quote_name(table)} CASCADE;" for table in tables]
    ordres = "\n".join(["SET client_min_messages = warning;", *vider])
    with tempfile.TemporaryDirectory() as dossier:
        # Le fichier entier se relit avant que rien ne soit effacé.
        script = Path(dossier) / "base.sql"
        _lancer("pg_restore", *SANS_DROITS, "--clean", "--if-exists", f"--file={script}", fichier)
        options = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
        _lancer("psql", *options, _base(), f"--command={ordres}", f"--file={script}")


def _base():
    """Rend l'option qui nomme la base des réglages, sans son mot de passe, que `_lancer` donne."""
    acces = connection.get_connection_params()
    secrets = {"cursor_factory", "password"}
    return f"--dbname={make_dsn(**{cle: v for cle, v in acces.items() if cle not in secrets})}"


def _lancer(programme, *options):
    """Lance un outil de PostgreSQL ; lève SauvegardeImpossible."""
    # Le mot de passe ne passe pas par la ligne de commande, que toute la machine peut lire.
    secret = connection.get_connection_params().get("password", "")
    try:
        fait = subprocess.run(
            [programme, *options],
            env=os.environ | {"PGPASSWORD": secret},
            capture_output=True,
            text=True,
        )
    except FileNotFoundError as erreur:
        raise SauvegardeImpossible(
            f"{programme} est introuvable : installez le client de PostgreSQL "
            "(apt-get install postgresql-client), de la version du serveur ou d’une plus récente."
        ) from erreur
    if fait.returncode:
        raise SauvegardeImpossible(f"{programme} a échoué : {fait.stderr.strip()}")
