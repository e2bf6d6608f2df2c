"""L'ordre français des noms, le même sur SQLite et sur PostgreSQL, quelle que soit la base.

« Île-de-France » est parmi les I, « Bâtiment » avant « Boulangerie », « 59-2 » avant « 59-10 ».
PostgreSQL en a la collation (ICU) ; SQLite, qui n'a que l'ordre des octets, appelle `cle`.
"""

import functools
import re

from django.apps import apps
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.functions import Collate
from django.db.models.signals import pre_migrate

from .recherche import sans_accents

COLLATION = "francais"
CREER = f"CREATE COLLATION IF NOT EXISTS {COLLATION} (provider = icu, locale = 'fr-u-kn-true')"
# Les champs qui nomment, et se rangent comme des mots ; un code se range comme il s'écrit.
NOMMANTS = {"nom", "titre", "ville", "communes", "last_name", "first_name"}
CHIFFRES = re.compile("([0-9]+)")


def francais(champ):
    """Rend de quoi ranger une requête par ce champ : `order_by(francais("nom"))`."""
    return Collate(champ, COLLATION)


@functools.lru_cache(maxsize=20_000)
def cle(texte):
    """Rend la clé d'un texte pour `sorted`."""
    morceaux = CHIFFRES.split(sans_accents(texte))
    # Un morceau sur deux est un nombre : plus long, il est plus grand.
    rangs = [
        (len(morceau.lstrip("0")), morceau.lstrip("0")) if rang % 2 else morceau
        for rang, morceau in enumerate(morceaux)
    ]
    return rangs, texte


def ranger_en_francais():
    """Range en français tout modèle que son `ordering` range par un champ qui nomme.

    Ses migrations n'en savent rien : c'est une façon de lire, non de garder.
    """
    for modele in apps.get_models():
        modele._meta.ordering = [
            francais(champ)
            if isinstance(champ, str) and champ.rpartition("__")[2] in NOMMANTS
            else champ
            for champ in modele._meta.ordering
        ]


def _comparer(un, autre):
    un, autre = cle(un), cle(autre)
    return (un > autre) - (un < autre)


def _apprendre_a_sqlite(connection, **_):
    if connection.vendor == "sqlite":
        connection.connection.create_collation(COLLATION, _comparer)


def _apprendre_a_postgresql(using, **_):
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as curseur:
            curseur.execute(CREER)


def brancher(application):
    """Donne l'ordre à chaque base qui s'ouvre, ou qu'on prépare."""
    connection_created.connect(_apprendre_a_sqlite)
    pre_migrate.connect(_apprendre_a_postgresql, sender=application)
    ranger_en_francais()
