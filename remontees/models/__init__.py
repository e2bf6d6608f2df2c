"""Le socle de toutes les remontées : campagne, remontée, transmission figée."""

from .campagne import Campagne
from .remontee import (
    Conflit,
    EtatInvalide,
    Manque,
    Remontee,
    RemonteeQuerySet,
    RemonteeSemestrielle,
)
from .transmission import Transmission

__all__ = [
    "Campagne",
    "Conflit",
    "EtatInvalide",
    "Manque",
    "Remontee",
    "RemonteeQuerySet",
    "RemonteeSemestrielle",
    "Transmission",
]
