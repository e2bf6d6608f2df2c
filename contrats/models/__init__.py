"""Les contrats de ville, leur rénovation, et la synthèse qui en rend compte."""

from .cible import CibleTerritoriale
from .college import College
from .contrat import Avancement, ContratDeVille
from .decision import Decision
from .engagement import Declinaison, Engagement
from .etape import Etape
from .fiscalite import Abattement, Exoneration
from .imports import ImportContrats
from .parties import Signataire
from .projet import GrandProjet
from .prolongation import Prolongation
from .protocole import Protocole
from .referentiel import (
    ConventionNationale,
    Domaine,
    EngagementDijon,
    EngagementNational,
    PlanNational,
)
from .synthese import Synthese

__all__ = [
    "Abattement",
    "Avancement",
    "CibleTerritoriale",
    "College",
    "ContratDeVille",
    "ConventionNationale",
    "Decision",
    "Declinaison",
    "Domaine",
    "Engagement",
    "EngagementDijon",
    "EngagementNational",
    "Etape",
    "Exoneration",
    "GrandProjet",
    "ImportContrats",
    "PlanNational",
    "Prolongation",
    "Protocole",
    "Signataire",
    "Synthese",
]
