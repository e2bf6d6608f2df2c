"""Les alertes d'un territoire sur un indicateur : en retard, en baisse, sans valeur récente."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from django.db.models import F, Window
from django.db.models.functions import Lead, RowNumber

from .models import Indicateur, Valeur, part

# Une médiane de moins de territoires ne dit rien de la nation.
TERRITOIRES_MINIMUM = 5
# Loin de la médiane : un cinquième de moins (ou de plus, quand une baisse est un progrès).
ECART = 0.2
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


def alertes(au, codes):
    """Rend les `Alerte` des départements `codes` à la date `au`, par indicateur et par motif.

    En retard : part loin de la médiane des départements (un nombre ne se compare pas d'un
    territoire à l'autre). En baisse : la dernière valeur recule. Sans valeur depuis deux semestres.
    """
    dernieres = _dernieres(au)
    medianes = _medianes(dernieres)
    trouvees = defaultdict(list)
    for valeur in dernieres:
        if valeur.departement_id in codes:
            for motif in _motifs(valeur, medianes.get(valeur.indicateur_id), au):
                trouvees[valeur.indicateur, motif].append(valeur.departement_id)
    return [
        Alerte(indicateur, motif, departements)
        for (indicateur, motif), departements in trouvees.items()
    ]


def _dernieres(au):
    """Rend la dernière valeur de chaque indicateur et département, avec la grandeur d'avant.

    Rangées par indicateur, puis par département ; `avant` vaut None pour une première valeur.
    """
    serie = {"partition_by": ["indicateur", "departement"], "order_by": F("le").desc()}
    lues = (
        Valeur.objects.des_departements()
        .filter(le__lte=au, le__gt=au - MEMOIRE, nombre__isnull=False)
        .filter(indicateur__in=Indicateur.objects.chiffres())
        .annotate(
            rang=Window(RowNumber(), **serie),
            nombre_avant=Window(Lead("nombre"), **serie),
            base_avant=Window(Lead("base"), **serie),
        )
        .filter(rang=1)
        .select_related("indicateur__mesure")
        .order_by("indicateur__rang", "departement")
    )
    dernieres = []
    for valeur in lues:
        valeur.actuelle = _grandeur(valeur.indicateur, valeur.nombre, valeur.base)
        valeur.avant = _grandeur(valeur.indicateur, valeur.nombre_avant, valeur.base_avant)
        # Un indicateur dont le CGET a changé le type garde des valeurs de l'ancien.
        if valeur.actuelle is not None:
            dernieres.append(valeur)
    return dernieres


def _grandeur(indicateur, nombre, base):
    if nombre is None or indicateur.genre != Indicateur.Genre.PART:
        return nombre
    return part(nombre, base)


def _medianes(dernieres):
    parts = defaultdict(list)
    for valeur in dernieres:
        if valeur.indicateur.genre == Indicateur.Genre.PART:
            parts[valeur.indicateur_id].append(valeur.actuelle)
    return {
        indicateur: median(grandeurs)
        for indicateur, grandeurs in parts.items()
        if len(grandeurs) >= TERRITOIRES_MINIMUM
    }


def _motifs(valeur, mediane, au):
    hausse = valeur.indicateur.sens == Indicateur.Sens.HAUSSE
    derniere, avant = valeur.actuelle, valeur.avant
    if au - valeur.le > SILENCE:
        yield f"aucune valeur depuis deux semestres (la dernière : {valeur.le:%d/%m/%Y})"
    if avant is not None and (derniere < avant if hausse else derniere > avant):
        yield "recule depuis la valeur précédente"
    if mediane is not None:
        seuil = float(mediane) * (1 - ECART if hausse else 1 + ECART)
        if float(derniere) < seuil if hausse else float(derniere) > seuil:
            yield f"loin de la médiane nationale ({_ecrire(mediane)}\xa0%)"


def _ecrire(nombre):
    return f"{nombre:.1f}".replace(".", ",")
