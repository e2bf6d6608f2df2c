"""Les niveaux d'engagement des 40 mesures, dans le temps."""

import datetime

from socle.dessins.cadre import Moment
from socle.dessins.piles import Piles

from .models import ChangementDeNiveau, Niveau

# Au-delà, une étape par an.
ANNEES_EN_SEMESTRES = 4
FINS_DE_SEMESTRE = ((6, 30), (12, 31))


def tracer_les_niveaux(au):
    """Rend les `Piles` des 40 mesures par niveau, du premier état connu à la date `au`.

    Une mesure sans niveau n'y est pas.
    """
    changements = list(
        ChangementDeNiveau.objects.filter(mesure__parent=None, le__lte=au)
        .order_by("le", "pk")
        .values_list("le", "mesure", "niveau")
    )
    jours = _etapes(changements[0][0], au) if changements else [au]
    return Piles(
        "Les 40 mesures avancent-elles vers leur objectif ?",
        [Moment.du_jour(jour) for jour in jours],
        [niveau.label for niveau in Niveau],
        [_compter(changements, jour) for jour in jours],
    )


def _compter(changements, jour):
    niveaux = [*{mesure: niveau for le, mesure, niveau in changements if le <= jour}.values()]
    return [niveaux.count(niveau) for niveau in Niveau]


def _etapes(debut, fin):
    """Rend le premier jour, la fin de chaque semestre (ou année, s'il y en a trop), le dernier."""
    annees = range(debut.year, fin.year + 1)
    fins = FINS_DE_SEMESTRE if len(annees) <= ANNEES_EN_SEMESTRES else FINS_DE_SEMESTRE[1:]
    entre = (datetime.date(annee, *jour) for annee in annees for jour in fins)
    return [debut, *(jour for jour in entre if debut < jour < fin), *([fin] if fin > debut else [])]
