"""Ce que la circulaire demande aux préfectures pour le PAQTE, hors du bilan."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from remontees.obligation import Obligation

from .models import Charte


def _sans_suite(campagne):
    """La liste des chartes fait foi ; sans elle, le nombre que la préfecture en a dit."""
    leurs = Charte.objects.filter(entreprise__departement=OuterRef("pk"))
    jamais_dit = Q(organisation=None) | ~Q(organisation__chartes_restantes=0)
    return Q(Exists(leurs.a_transformer())) | (Q(~Exists(leurs)) & jamais_dit)


REFERENT = Obligation(
    "referent",
    libelle="Désignation du référent PAQTE",
    a_faire="Référent PAQTE à désigner",
    action="Désigner le référent",
    restant=lambda campagne: Q(referent=None),
    adresse=lambda code: reverse("paqte:referent", args=[code]),
    rang=10,
)
CHARTES = Obligation(
    "chartes",
    libelle="Transformation des chartes en PAQTE",
    a_faire="Chartes « Entreprises et Quartiers » à transformer en PAQTE",
    action="Tenir leur liste",
    restant=_sans_suite,
    adresse=lambda code: f"{reverse('paqte:animation', args=[code])}#chartes",
    rang=30,
)
