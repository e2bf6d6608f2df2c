"""Fabriques des cas de test : un objet plausible, dont le test ne précise que ce qui compte."""

from tests.factories.comptes import UtilisateurFactory
from tests.factories.contrats import (
    CibleTerritorialeFactory,
    CollegeFactory,
    ContratFactory,
    DomaineFactory,
    EngagementDijonFactory,
    EngagementFactory,
    ProjetFactory,
    ProtocoleFactory,
    SyntheseFactory,
    synthese_complete,
)
from tests.factories.mesures import (
    ContestationFactory,
    IndicateurNationalFactory,
    MesureFactory,
    ValeurFactory,
)
from tests.factories.paqte import (
    AutreReferentFactory,
    AxeFactory,
    BilanFactory,
    CibleFactory,
    ConventionFactory,
    EntrepriseFactory,
    IndicateurFactory,
    OrganisationFactory,
    ReferentFactory,
    ReponseFactory,
    ResultatFactory,
    bilan_complet,
    siren_valide,
)
from tests.factories.partage import (
    ActualiteFactory,
    ContactCgetFactory,
    ExempleFactory,
    JourneeFactory,
)
from tests.factories.quartiers import DepartementFactory, QuartierFactory, RegionFactory
from tests.factories.regions import SyntheseRegionaleFactory, synthese_regionale_complete
from tests.factories.remontees import CampagneFactory
from tests.factories.textes import TexteFactory

__all__ = [
    "ActualiteFactory",
    "AutreReferentFactory",
    "AxeFactory",
    "BilanFactory",
    "CampagneFactory",
    "CibleFactory",
    "CibleTerritorialeFactory",
    "CollegeFactory",
    "ContactCgetFactory",
    "ContestationFactory",
    "ContratFactory",
    "ConventionFactory",
    "DepartementFactory",
    "DomaineFactory",
    "EngagementDijonFactory",
    "EngagementFactory",
    "EntrepriseFactory",
    "ExempleFactory",
    "IndicateurFactory",
    "IndicateurNationalFactory",
    "JourneeFactory",
    "MesureFactory",
    "OrganisationFactory",
    "ProjetFactory",
    "ProtocoleFactory",
    "QuartierFactory",
    "ReferentFactory",
    "RegionFactory",
    "ReponseFactory",
    "ResultatFactory",
    "SyntheseFactory",
    "SyntheseRegionaleFactory",
    "TexteFactory",
    "UtilisateurFactory",
    "ValeurFactory",
    "bilan_complet",
    "siren_valide",
    "synthese_complete",
    "synthese_regionale_complete",
]
