"""Le sol du portail : régions, départements, quartiers prioritaires (QPV) et leurs imports."""

from .imports import Chiffre, ImportQuartiers, Trace
from .quartier import Contour, Correspondance, Quartier
from .territoire import (
    Departement,
    Region,
    entree_en_vigueur,
    millesime_en_vigueur,
)

__all__ = [
    "Chiffre",
    "Contour",
    "Correspondance",
    "Departement",
    "ImportQuartiers",
    "Quartier",
    "Region",
    "Trace",
    "entree_en_vigueur",
    "millesime_en_vigueur",
]
