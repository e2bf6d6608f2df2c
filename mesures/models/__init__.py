"""Les 40 mesures de la feuille de route (circulaire, annexe 3) : cadre, niveaux, valeurs."""

from .imports import ImportValeurs
from .niveau import ChangementDeNiveau, Niveau, valider_etat
from .referentiel import Axe, Indicateur, Mesure, Ministere, Programme, Thematique
from .territoire import Appreciation, Contestation
from .valeur import NATION, Valeur, arrondir, part

__all__ = [
    "NATION",
    "Appreciation",
    "Axe",
    "ChangementDeNiveau",
    "Contestation",
    "ImportValeurs",
    "Indicateur",
    "Mesure",
    "Ministere",
    "Niveau",
    "Programme",
    "Thematique",
    "Valeur",
    "arrondir",
    "part",
    "valider_etat",
]
