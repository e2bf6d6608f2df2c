"""La durée d'une convention : trois ans, de la signature à la veille de leur anniversaire."""

import datetime
from decimal import Decimal
from functools import lru_cache

DUREE_EN_ANNEES = 3


def ajouter_annees(jour, annees):
    """Rend la date anniversaire ; le 29 février donne le 28 les années ordinaires."""
    try:
        return jour.replace(year=jour.year + annees)
    except ValueError:
        return jour.replace(year=jour.year + annees, day=28)


def fin_prevue(signature):
    """Rend le dernier jour des trois ans."""
    return ajouter_annees(signature, DUREE_EN_ANNEES) - datetime.timedelta(days=1)


# Douze indicateurs relisent les mêmes jours de signature, deux mille au plus par semestre.
@lru_cache(maxsize=20_000)
def part_ecoulee(signature, jour):
    """Rend la part des trois ans écoulée ce `jour` au soir, de 0 à 1."""
    duree = fin_prevue(signature) - signature
    ecoulee = min(jour, fin_prevue(signature)) - signature
    return Decimal(max(ecoulee.days, -1) + 1) / (duree.days + 1)
