"""Les alertes d'un territoire sur un indicateur : en retard, en baisse, sans valeur récente."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

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


@dataclass(frozen=True)
class _Derniere:
    """La dernière valeur d'un indicateur dans un département, et celle d'avant s'il y en a une."""

    indicateur: Indicateur
    departement: str
    le: datetime.date
    grandeur: Decimal
    avant: Decimal | None


def alertes(au, codes):
    """Rend les `Alerte` des départements `codes` à la date `au`, par indicateur et par motif.

    En retard : part loin de la médiane des départements (un nombre ne se compare pas d'un
    territoire à l'autre). En baisse : la dernière valeur recule. Sans valeur depuis deux semestres.
    """
    dernieres = _dernieres(au)
    medianes = _medianes(dernieres)
    trouvees = defaultdict(list)
    for derniere in dernieres:
        if derniere.departement in codes:
            for motif in _motifs(derniere, medianes.get(derniere.indicateur), au):
                trouvees[derniere.indicateur, motif].append(derniere.departement)
    return [
        Alerte(indicateur, motif, departements)
        for (indicateur, motif), departements in trouvees.items()
    ]


def _dernieres(au):
    """Rend les `_Derniere`, rangées par indicateur puis par département."""
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
    )
    dernieres = []
    for cle, departement, le, nombre, base, nombre_avant, base_avant in lues.values_list(
        "indicateur", "departement", "le", "nombre", "base", "nombre_avant", "base_avant"
    ):
        indicateur = indicateurs[cle]
        grandeur = _grandeur(indicateur, nombre, base)
        # Un indicateur dont le CGET a changé le type garde des valeurs de l'ancien.
        if grandeur is not None:
            avant = _grandeur(indicateur, nombre_avant, base_avant)
            dernieres.append(_Derniere(indicateur, departement, le, grandeur, avant))
    return dernieres


def _grandeur(indicateur, nombre, base):
    """Rend ce qui se compare : une part en % de sa base, un nombre tel quel."""
    est_part = indicateur.genre == Indicateur.Genre.PART and nombre is not None
    return part(nombre, base) if est_part else nombre


def _medianes(dernieres):
    parts = defaultdict(list)
    for derniere in dernieres:
        if derniere.indicateur.genre == Indicateur.Genre.PART:
            parts[derniere.indicateur].append(derniere.grandeur)
    return {
        indicateur: median(grandeurs)
        for indicateur, grandeurs in parts.items()
        if len(grandeurs) >= TERRITOIRES_MINIMUM
    }


def _motifs(derniere, mediane, au):
    sens = 1 if derniere.indicateur.sens == Indicateur.Sens.HAUSSE else -1
    if au - derniere.le > SILENCE:
        yield f"aucune valeur depuis deux semestres (la dernière : {derniere.le:%d/%m/%Y})"
    if derniere.avant is not None and sens * (derniere.grandeur - derniere.avant) < 0:
        yield "recule depuis la valeur précédente"
    if mediane is not None and sens * (derniere.grandeur - mediane * (1 - sens * ECART)) < 0:
        yield f"loin de la médiane nationale ({_ecrire(mediane)}\xa0%)"


def _ecrire(nombre):
    return f"{nombre:.1f}".replace(".", ",")
