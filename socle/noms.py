"""Les noms des services de l'État à une date : celui d'aujourd'hui, ou celui qu'ils avaient."""

import datetime
from functools import cache

from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import capfirst

from .fixtures import lire_fixture

ARTICLES = ("le", "du", "au")


def nommer(texte, le=None):
    """Rend `texte`, où « {cget} », « {le cget} », « {du cget} », « {au cget} » et « {Le cget} »
    deviennent le nom du service à la date `le` (aujourd'hui sans elle)."""
    return texte.format_map(noms(le or timezone.localdate()))


# Pour le libellé d'un champ ou d'un rôle, qui se nomme à chaque fois qu'on le montre.
nommer_plus_tard = lazy(nommer, str)


def noms(le):
    """Rend {forme: nom à la date `le`} de tous les services de fixtures/noms.csv."""
    return {forme: nom for depuis, formes in _formes() if depuis <= le for forme, nom in formes}


@cache
def _formes():
    """Rend [(depuis, [(forme, nom)])], du plus ancien nom de chaque service au plus récent."""
    return [
        (
            datetime.date.fromisoformat(ligne["depuis"] or "0001-01-01"),
            [
                (ligne["cle"], ligne["nom"]),
                *((f"{article} {ligne['cle']}", ligne[article]) for article in ARTICLES),
                (f"Le {ligne['cle']}", capfirst(ligne["le"])),
            ],
        )
        for ligne in lire_fixture("noms")
    ]
