"""Les alertes d'un territoire sur un indicateur : en retard, en baisse, sans valeur récente."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from django.db.models import Case, F, FloatField, Value, When, Window
from django.db.models.functions import Cast, Lead, NullIf, RowNumber

from .models import Indicateur, Valeur

# Une médiane de moins de territoires ne dit rien de la nation.
TERRITOIRES_MINIMUM = 5
# Loin de la médiane : un cinquième de moins (ou de plus, quand une baisse est un progrès).
ECART = 0.2
# Deux semestres sans valeur.
SILENCE = datetime.timedelta(days=365)
# Au-delà, une valeur est trop ancienne pour dire une tendance.
MEMOIRE = datetime.timedelta(days=3 * 365)
_NOMBRE, _BASE = (Cast(champ, FloatField()) for champ in ("nombre", "base"))
# Ce qui se compare : une part en % de sa base, un nombre tel quel.
GRANDEUR = Case(
    When(indicateur__genre=Indicateur.Genre.PART, then=_NOMBRE * 100 / NullIf(_BASE, Value(0.0))),
    default=_NOMBRE,
    output_field=FloatField(),
)


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
    grandeur: float
    avant: float | None


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
            grandeur=GRANDEUR,
            avant=Window(Lead(GRANDEUR), **serie),
        )
        # Un indicateur dont le CGET a changé le type garde des valeurs de l'ancien.
        .filter(rang=1, grandeur__isnull=False)
        .order_by("indicateur__rang", "departement")
        .values_list("indicateur", "departement", "le", "grandeur", "avant")
    )
    return [_Derniere(indicateurs[cle], *suite) for cle, *suite in lues]


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
    hausse = derniere.indicateur.sens == Indicateur.Sens.HAUSSE
    if au - derniere.le > SILENCE:
        yield f"aucune valeur depuis deux semestres (la dernière : {derniere.le:%d/%m/%Y})"
    if derniere.avant is not None:
        progres = round(derniere.grandeur, 1) - round(derniere.avant, 1)
        if progres < 0 if hausse else progres > 0:
            yield "recule depuis la valeur précédente"
    if mediane is not None:
        seuil = mediane * (1 - ECART if hausse else 1 + ECART)
        if derniere.grandeur < seuil if hausse else derniere.grandeur > seuil:
            yield f"loin de la médiane nationale ({_ecrire(mediane)}\xa0%)"


def _ecrire(nombre):
    return f"{nombre:.1f}".replace(".", ",")
