"""Le socle de toutes les remontées : campagne, remontée, transmission figée."""

from .campagne import Campagne, PieceJointe
from .commentaire import Commentaire
from .relance import Palier, Relance
from .remontee import (
    Conflit,
    EtatInvalide,
    Manque,
    Remontee,
)
from .suivi import LigneDeSuivi, RemonteeQuerySet
from .transmission import Transmission

__all__ = [
    "Campagne",
    "Commentaire",
    "Conflit",
    "EtatInvalide",
    "LigneDeSuivi",
    "Manque",
    "Palier",
    "PieceJointe",
    "Relance",
    "Remontee",
    "RemonteeQuerySet",
    "Transmission",
]
