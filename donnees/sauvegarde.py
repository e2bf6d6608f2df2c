"""Sauvegarder la base dans un fichier, et la rétablir, par l'outil de chaque moteur.

PostgreSQL : `pg_dump` et `pg_restore` (format « custom ») ; SQLite : son API de sauvegarde. Les
deux lisent un instant cohérent pendant que le portail sert. Une empreinte SHA-256 suit chaque
fichier, au format de `sha256sum`.
"""

import hashlib
import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.utils import timezone
from psycopg2.extensions import make_dsn

SUFFIXES = {"postgresql": ".dump", "sqlite": ".sqlite3"}


class SauvegardeImpossible(Exception):
    """La sauvegarde, ou sa restauration, n'est pas faite ; le message dit pourquoi."""


def sauvegarder(dossier):
    """Écrit la base dans un nouveau fichier de `dossier` (Path) et rend son chemin.

    Le fichier ne prend son nom qu'une fois complet. Lève SauvegardeImpossible.
    """
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
    if connection.introspection.table_names() and not remplacer:
        raise SauvegardeImpossible(
            "La base contient déjà des tables : ajoutez --remplacer pour perdre son contenu."
        )
    _copier_depuis(fichier)


def _empreinte_de(fichier):
    return Path(f"{fichier}.sha256")


def _calculer(fichier):
    with fichier.open("rb") as flux:
        return hashlib.file_digest(flux, "sha256").hexdigest()


def _copier_vers(fichier):
    if connection.vendor == "postgresql":
        _lancer("pg_dump", "--format=custom", f"--file={fichier}")
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(fichier)) as copie:
        connection.connection.backup(copie)


def _copier_depuis(fichier):
    # Une lecture restée ouverte ferait attendre la restauration sans fin.
    connection.close()
    if connection.vendor == "postgresql":
        options = ("--clean", "--if-exists", "--single-transaction", "--exit-on-error")
        _lancer("pg_restore", *options, fichier)
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(f"{fichier.resolve().as_uri()}?immutable=1", uri=True)) as copie:
        copie.backup(connection.connection)


def _lancer(programme, *options):
    """Lance un outil de PostgreSQL sur la base des réglages ; lève SauvegardeImpossible."""
    acces = connection.get_connection_params()
    del acces["cursor_factory"]
    # Le mot de passe ne passe pas par la ligne de commande, que toute la machine peut lire.
    secret = acces.pop("password", "")
    commande = [programme, "--no-owner", "--no-privileges", f"--dbname={make_dsn(**acces)}"]
    try:
        fait = subprocess.run(
            [*commande, *options],
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
