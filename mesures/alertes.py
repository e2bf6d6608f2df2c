"""Les alertes d'un territoire sur un indicateur : en retard, en baisse, sans valeur récente."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from statistics import median

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
    """Ce qui appelle l'attention sur un indicateur d'un département (code)."""

    indicateur: Indicateur
    departement: str
    motif: str


def alertes(au, codes):
    """Rend les `Alerte` des départements `codes` à la date `au`.

    En retard : part loin de la médiane des départements (un nombre ne se compare pas d'un
    territoire à l'autre). En baisse : la dernière valeur recule. Sans valeur depuis deux semestres.
    """
    series = _series(au)
    medianes = _medianes(series)
    trouvees = []
    for (indicateur, code), serie in series.items():
        if code in codes:
            motifs = _motifs(indicateur, serie, medianes.get(indicateur), au)
            trouvees += [Alerte(indicateur, code, motif) for motif in motifs]
    return sorted(trouvees, key=lambda alerte: (alerte.indicateur.rang, alerte.departement))


def _series(au):
    """Rend {(indicateur, département): [(date, grandeur), …]}, de la plus ancienne valeur."""
    indicateurs = Indicateur.objects.chiffres().select_related("mesure").in_bulk()
    series = defaultdict(list)
    for cle, code, le, nombre, base in (
        Valeur.objects.des_departements()
        .filter(le__lte=au, le__gt=au - MEMOIRE, indicateur__in=indicateurs, nombre__isnull=False)
        .order_by("le")
        .values_list("indicateur", "departement", "le", "nombre", "base")
    ):
        indicateur = indicateurs[cle]
        grandeur = part(nombre, base) if indicateur.genre == Indicateur.Genre.PART else nombre
        # Un indicateur dont le CGET a changé le type garde des valeurs de l'ancien.
        if grandeur is not None:
            series[indicateur, code].append((le, grandeur))
    return series


def _medianes(series):
    dernieres = defaultdict(list)
    for (indicateur, _), serie in series.items():
        if indicateur.genre == Indicateur.Genre.PART:
            dernieres[indicateur].append(serie[-1][1])
    return {
        indicateur: median(grandeurs)
        for indicateur, grandeurs in dernieres.items()
        if len(grandeurs) >= TERRITOIRES_MINIMUM
    }


def _motifs(indicateur, serie, mediane, au):
    hausse = indicateur.sens == Indicateur.Sens.HAUSSE
    le, derniere = serie[-1]
    if au - le > SILENCE:
        yield f"aucune valeur depuis deux semestres (la dernière : {le:%d/%m/%Y})"
    if len(serie) > 1 and (derniere < serie[-2][1] if hausse else derniere > serie[-2][1]):
        yield "recule depuis la valeur précédente"
    if mediane is not None:
        seuil = float(mediane) * (1 - ECART if hausse else 1 + ECART)
        if float(derniere) < seuil if hausse else float(derniere) > seuil:
            yield f"loin de la médiane nationale ({_ecrire(mediane)}\xa0%)"


def _ecrire(nombre):
    return f"{nombre:.1f}".replace(".", ",")
