"""Les 40 mesures de la feuille de route (circulaire, annexe 3) : cadre, niveaux, valeurs."""

from .collecte import Collecte, RelanceDeCollecte
from .imports import ImportValeurs
from .indicateur import Indicateur, Jalon, arrondir, part
from .niveau import ChangementDeNiveau, Niveau, valider_etat
from .referentiel import Axe, Mesure, Ministere, Programme, Thematique
from .repartition import PartDeCible
from .requetes import NATION
from .sans_objet import SansObjetIci
from .territoire import Appreciation, Contestation
from .valeur import Valeur

__all__ = [
    "NATION",
    "Appreciation",
    "Axe",
    "ChangementDeNiveau",
    "Collecte",
    "Contestation",
    "ImportValeurs",
    "Indicateur",
    "Jalon",
    "Mesure",
    "Ministere",
    "Niveau",
    "PartDeCible",
    "Programme",
    "RelanceDeCollecte",
    "SansObjetIci",
    "Thematique",
    "Valeur",
    "arrondir",
    "part",
    "valider_etat",
]
