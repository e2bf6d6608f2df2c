"""Le PAQTE dans un département : animation, conventions avec les entreprises, bilan semestriel."""

from .animation import Organisation, Partenaire, Referent, ReunionComite
from .bilan import Bilan, Correction
from .convention import (
    Cible,
    Convention,
    Entreprise,
    ResultatConvention,
)
from .exemple import ExempleAction
from .imports import ImportResultats
from .referentiel import Axe, Indicateur

__all__ = [
    "Axe",
    "Bilan",
    "Cible",
    "Convention",
    "Correction",
    "Entreprise",
    "ExempleAction",
    "ImportResultats",
    "Indicateur",
    "Organisation",
    "Partenaire",
    "Referent",
    "ResultatConvention",
    "ReunionComite",
]
