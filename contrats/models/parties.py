"""Qui signe un contrat de ville."""

from django.db import models
from simple_history.models import HistoricalRecords

from socle.noms import nommer_plus_tard

from ..querysets import DuContratQuerySet
from .contrat import ContratDeVille


class Signataire(models.Model):
    """Partie signataire d'un contrat de ville."""

    class Nature(models.TextChoices):
        ETAT = "etat", "État"
        EPCI = "epci", "Intercommunalité (EPCI)"
        COMMUNE = "commune", "Commune"
        REGION = "region", "Conseil régional"
        DEPARTEMENT = "departement", "Conseil départemental"
        BAILLEUR = "bailleur", "Bailleur social"
        CAF = "caf", "Caisse d’allocations familiales"
        POLE_EMPLOI = "pole_emploi", nommer_plus_tard("{pole_emploi}")
        ARS = "ars", "Agence régionale de santé"
        EDUCATION = "education", "Éducation nationale"
        JUSTICE = "justice", "Justice"
        CDC = "cdc", "Caisse des dépôts et consignations"
        AUTRE = "autre", "Autre"

    contrat = models.ForeignKey(ContratDeVille, models.CASCADE, related_name="signataires")
    nature = models.CharField("nature", max_length=15, choices=Nature)
    nom = models.CharField("nom", max_length=200)
    qualite = models.CharField(
        "représenté par", max_length=200, blank=True, help_text="Par exemple : le maire."
    )

    history = HistoricalRecords()
    objects = DuContratQuerySet.as_manager()

    class Meta:
        verbose_name = "signataire"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="signataire_unique",
                fields=["contrat", "nom"],
                violation_error_message="Ce signataire est déjà dans la liste.",
            )
        ]

    def __str__(self):
        return self.nom
