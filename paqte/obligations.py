"""Ce que la circulaire demande aux préfectures pour le PAQTE, hors du bilan."""

from django.db.models import Q
from django.urls import reverse

from remontees.obligation import Obligation

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
    action="Dire combien il en reste",
    restant=lambda campagne: Q(organisation=None) | ~Q(organisation__chartes_restantes=0),
    adresse=lambda code: f"{reverse('paqte:organisation', args=[code])}#id_chartes_restantes",
    rang=30,
)
