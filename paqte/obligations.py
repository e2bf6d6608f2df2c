"""Ce que la circulaire demande aux préfectures pour le PAQTE, hors du bilan."""

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse_lazy

from remontees.obligation import Obligation
from remontees.periodes import Semestre

from .models import Charte, ReunionComite


def _sans_suite(campagne):
    """La liste des chartes fait foi ; sans elle, le nombre que la préfecture en a dit."""
    leurs = Charte.objects.filter(entreprise__departement=OuterRef("pk"))
    jamais_dit = Q(organisation=None) | ~Q(organisation__chartes_restantes=0)
    return Q(Exists(leurs.a_transformer())) | (Q(~Exists(leurs)) & jamais_dit)


def _comites():
    comite = ReunionComite.Objet.COMITE
    return ReunionComite.objects.filter(departement=OuterRef("pk"), objet=comite)


def _sans_comite(campagne):
    return ~Exists(_comites().tenues(Semestre.lire(campagne.periode)))


def _comite_prevu(campagne):
    return Subquery(_comites().prevues(Semestre.lire(campagne.periode)).values("date")[:1])


REFERENT = Obligation(
    "referent",
    libelle="Désignation du référent PAQTE",
    a_faire="Référent PAQTE à désigner",
    action="Désigner le référent",
    restant=lambda campagne: Q(referent=None),
    adresse=lambda code: reverse_lazy("paqte:referent", args=[code]),
    rang=10,
)
CHARTES = Obligation(
    "chartes",
    libelle="Transformation des chartes en PAQTE",
    a_faire="Chartes « Entreprises et Quartiers » à transformer en PAQTE",
    action="Tenir leur liste",
    restant=_sans_suite,
    adresse=lambda code: reverse_lazy("paqte:animation", args=[code], fragment="chartes"),
    rang=30,
)
COMITE = Obligation(
    "comite",
    libelle="Comité de pilotage du PAQTE",
    a_faire="Comité de pilotage du PAQTE à réunir",
    action="Enregistrer la réunion",
    restant=_sans_comite,
    adresse=lambda code: reverse_lazy("paqte:reunion_ajouter", args=[code]),
    rang=35,
    prevue=_comite_prevu,
    Periode=Semestre,
)
