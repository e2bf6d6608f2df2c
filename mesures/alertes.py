"""Les alertes d'un territoire sur un indicateur : en retard, en baisse, sans valeur récente."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from statistics import median
from typing import NamedTuple

from django.db.models import F, Window
from django.db.models.functions import Lead, RowNumber

from .models import Indicateur, Valeur, part

# Une médiane de moins de territoires ne dit rien de la nation.
TERRITOIRES_MINIMUM = 5
# Loin de la médiane : un cinquième de moins (ou de plus, quand une baisse est un progrès).
ECART = Decimal("0.2")
# Deux semestres sans valeur.
SILENCE = datetime.timedelta(days=365)
# Au-delà, une valeur est trop ancienne pour dire une tendance.
MEMOIRE = datetime.timedelta(days=3 * 365)


@dataclass(frozen=True)
class Alerte:
    """Ce qui appelle l'attention sur un indicateur, et dans quels départements (codes)."""

    indicateur: Indicateur
    motif: str
    departements: list[str]


class _Derniere(NamedTuple):
    """La dernière valeur d'un indicateur dans un département, et celle d'avant s'il y en a une."""

    departement: str
    le: datetime.date
    grandeur: Decimal
    avant: Decimal | None


def chercher_alertes(au, codes):
    """Rend les `Alerte` des départements `codes` à la date `au`, par indicateur et par motif.

    En retard : part loin de la médiane des départements (un nombre ne se compare pas d'un
    territoire à l'autre). En baisse : la dernière valeur recule. Sans valeur depuis deux semestres.
    """
    trouvees = []
    for indicateur, dernieres in _dernieres(au):
        mediane = _mediane(indicateur, dernieres)
        departements = defaultdict(list)
        for derniere in dernieres:
            if derniere.departement in codes:
                for motif in _motifs(indicateur, derniere, mediane, au):
                    departements[motif].append(derniere.departement)
        trouvees += [Alerte(indicateur, motif, ou) for motif, ou in departements.items()]
    return trouvees


def _dernieres(au):
    """Produit chaque indicateur, par rang, et ses `_Derniere`, par département."""
    indicateurs = Indicateur.objects.chiffres().select_related("mesure").in_bulk()
    serie = {"partition_by": ["indicateur", "departement"], "order_by": F("le").desc()}
    lues = (
        Valeur.objects.des_departements()
        .filter(le__lte=au, le__gt=au - MEMOIRE, nombre__isnull=False, indicateur__in=indicateurs)
        .annotate(
            rang=Window(RowNumber(), **serie),
            nombre_avant=Window(Lead("nombre"), **serie),
            base_avant=Window(Lead("base"), **serie),
        )
        .filter(rang=1)
        .order_by("indicateur__rang", "departement")
        .values_list(
            "indicateur", "departement", "le", "nombre", "base", "nombre_avant", "base_avant"
        )
    )
    for cle, lignes in groupby(lues, key=itemgetter(0)):
        indicateur = indicateurs[cle]
        dernieres = [
            _Derniere(departement, le, grandeur, _grandeur(indicateur, *avant))
            for _, departement, le, nombre, base, *avant in lignes
            # Un indicateur dont le CGET a changé le type garde des valeurs de l'ancien.
            if (grandeur := _grandeur(indicateur, nombre, base)) is not None
        ]
        yield indicateur, dernieres


def _grandeur(indicateur, nombre, base):
    """Rend ce qui se compare : une part en % de sa base, un nombre tel quel."""
    est_part = indicateur.nature == Indicateur.Nature.PART and nombre is not None
    return part(nombre, base) if est_part else nombre


def _mediane(indicateur, dernieres):
    if indicateur.nature != Indicateur.Nature.PART or len(dernieres) < TERRITOIRES_MINIMUM:
        return None
    return median(derniere.grandeur for derniere in dernieres)


def _motifs(indicateur, derniere, mediane, au):
    sens = 1 if indicateur.sens == Indicateur.Sens.HAUSSE else -1
    if au - derniere.le > SILENCE:
        yield f"aucune valeur depuis deux semestres (la dernière : {derniere.le:%d/%m/%Y})"
    if derniere.avant is not None and sens * (derniere.grandeur - derniere.avant) < 0:
        yield "recule depuis la valeur précédente"
    if mediane is not None and sens * (derniere.grandeur - mediane * (1 - sens * ECART)) < 0:
        cote = "au-dessous" if sens > 0 else "au-dessus"
        yield f"bien {cote} de la médiane nationale ({_ecrire(mediane)}\xa0%)"


def _ecrire(nombre):
    return f"{nombre:.1f}".replace(".", ",")
