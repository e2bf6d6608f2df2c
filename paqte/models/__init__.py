"""Le PAQTE dans un département : animation, conventions avec les entreprises, bilan semestriel."""

from .animation import (
    AncienneOrganisation,
    AncienReferent,
    AutreReferent,
    Organisation,
    Partenaire,
    Referent,
    ReunionComite,
)
from .bilan import Bilan
from .charte import Charte
from .controle import Comparaison, Controle, ReponseAuControle
from .convention import Convention
from .correction import Correction
from .courrier import Courrier, Genre, TexteDeCourrier
from .demande import Demande
from .entreprise import Entreprise
from .exemple import ExempleAction
from .imports import ImportConventions, ImportResultats
from .referentiel import Axe, Indicateur
from .valeurs import Absence, Cible, Reponse, ResultatConvention

__all__ = [
    "Absence",
    "AncienReferent",
    "AncienneOrganisation",
    "AutreReferent",
    "Axe",
    "Bilan",
    "Charte",
    "Cible",
    "Comparaison",
    "Controle",
    "Convention",
    "Correction",
    "Courrier",
    "Demande",
    "Entreprise",
    "ExempleAction",
    "Genre",
    "ImportConventions",
    "ImportResultats",
    "Indicateur",
    "Organisation",
    "Partenaire",
    "Referent",
    "Reponse",
    "ReponseAuControle",
    "ResultatConvention",
    "ReunionComite",
    "TexteDeCourrier",
]
