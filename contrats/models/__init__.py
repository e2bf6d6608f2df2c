"""Les contrats de ville, leur rénovation, et la synthèse qui en rend compte."""

from .cible import CibleTerritoriale
from .college import College
from .contrat import FIN_PAR_DEFAUT, Abattement, Avancement, ContratDeVille, Signataire
from .projet import GrandProjet
from .protocole import ECHEANCE_DE_RENOVATION, Engagement, Protocole
from .referentiel import (
    ConventionNationale,
    Domaine,
    EngagementDijon,
    EngagementNational,
    PlanNational,
)
from .synthese import Synthese

__all__ = [
    "ECHEANCE_DE_RENOVATION",
    "FIN_PAR_DEFAUT",
    "Abattement",
    "Avancement",
    "CibleTerritoriale",
    "College",
    "ContratDeVille",
    "ConventionNationale",
    "Domaine",
    "Engagement",
    "EngagementDijon",
    "EngagementNational",
    "GrandProjet",
    "PlanNational",
    "Protocole",
    "Signataire",
    "Synthese",
]
