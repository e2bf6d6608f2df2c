"""Le socle de toutes les remontées : campagne, remontée, transmission figée."""

from .avancee import Avancee, libeller_etat
from .campagne import Campagne, Due, PieceJointe
from .commentaire import Commentaire
from .empechements import Conflit, EtatInvalide, Manque
from .en_pages import EnPages
from .relance import Palier, RefusDeRelances, Relance
from .remontee import Remontee
from .suivi import LigneDeSuivi, RemonteeQuerySet
from .territoire import RemonteeDepartementale, RemonteeRegionale
from .transmission import Transmission

__all__ = [
    "Avancee",
    "Campagne",
    "Commentaire",
    "Conflit",
    "Due",
    "EnPages",
    "EtatInvalide",
    "LigneDeSuivi",
    "Manque",
    "Palier",
    "PieceJointe",
    "RefusDeRelances",
    "Relance",
    "Remontee",
    "RemonteeDepartementale",
    "RemonteeQuerySet",
    "RemonteeRegionale",
    "Transmission",
    "libeller_etat",
]
