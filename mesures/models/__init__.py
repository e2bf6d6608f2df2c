"""Les 40 mesures de la feuille de route (circulaire, annexe 3) : cadre, niveaux, indicateurs."""

from .niveau import ChangementDeNiveau, Niveau
from .referentiel import Axe, Indicateur, Mesure, Ministere, Programme, Thematique

__all__ = [
    "Axe",
    "ChangementDeNiveau",
    "Indicateur",
    "Mesure",
    "Ministere",
    "Niveau",
    "Programme",
    "Thematique",
]
