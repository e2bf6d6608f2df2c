"""Les grands projets d'un contrat, que les habitants doivent pouvoir reconnaître (annexe 1, c)."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from quartiers.models import Quartier
from remontees.models import LienPublic
from socle.dates import DateField
from socle.recherche import Cherchable, RechercheQuerySet
from socle.textes import TexteField

from ..querysets import DuContratQuerySet
from .contrat import ContratDeVille


class GrandProjetQuerySet(RechercheQuerySet, DuContratQuerySet):
    """Requêtes sur les grands projets."""

    def publiables(self):
        """Limite à ceux qui peuvent se lire sans compte : pas ceux d'un contrat réuni, qu'aucune
        préfecture ne pourrait plus retirer."""
        return self.filter(contrat__reuni_dans=None)

    def publiables_par(self, user):
        """Limite à ceux que `user` peut rendre publics, ou retirer : ceux qu'il modifie."""
        return self.modifiables_par(user)


class GrandProjet(Cherchable):
    """Grand projet identifié avec les signataires : rénovation urbaine, cité éducative…"""

    class Nature(models.TextChoices):
        RENOUVELLEMENT = "renouvellement", "Renouvellement urbain"
        CITE_EDUCATIVE = "cite_educative", "Cité éducative"
        SANTE = "sante", "Maison ou centre de santé"
        EMPLOI = "emploi", "Emploi et développement économique"
        CULTURE = "culture", "Culture et sport"
        AUTRE = "autre", "Autre"

    contrat = models.ForeignKey(ContratDeVille, models.CASCADE, related_name="projets")
    nom = models.CharField("nom", max_length=150)
    nature = models.CharField("nature", max_length=20, choices=Nature)
    quartiers = models.ManyToManyField(
        Quartier, blank=True, related_name="projets", verbose_name="quartiers concernés"
    )
    presentation = TexteField(
        "ce qui va changer pour les habitants",
        max_length=1200,
        help_text="En quelques phrases simples : ce texte ouvre la fiche publique du projet.",
    )
    debut_le = DateField("début", null=True, blank=True)
    fin_le = DateField("fin prévue", null=True, blank=True)
    cout = models.DecimalField(
        "coût total (euros)", max_digits=14, decimal_places=2, null=True, blank=True
    )
    contact = models.CharField("où s’informer", max_length=250, blank=True)
    liens_publics = GenericRelation(LienPublic)

    history = HistoricalRecords(excluded_fields=["recherche"])
    objects = GrandProjetQuerySet.as_manager()

    class Meta:
        verbose_name = "grand projet"
        verbose_name_plural = "grands projets"
        ordering = ["contrat", "nom"]
        constraints = [
            models.UniqueConstraint(
                name="projet_unique",
                fields=["contrat", "nom"],
                violation_error_message="Un projet du contrat porte déjà ce nom.",
                violation_error_code="nom",
            ),
            models.CheckConstraint(
                name="projet_fin_apres_debut",
                condition=models.Q(debut_le__isnull=True)
                | models.Q(fin_le__isnull=True)
                | models.Q(fin_le__gte=models.F("debut_le")),
                violation_error_message="La fin ne peut pas précéder le début.",
                violation_error_code="fin_le",
            ),
        ]

    def __str__(self):
        return self.nom

    def texte_cherche(self):
        return f"{self.nom} {self.presentation}"

    def get_absolute_url(self):
        return reverse("contrats:projet", args=[self.pk])

    def engagements_ranges(self):
        """Rend les engagements qui le portent (requête), une partie après l'autre."""
        return self.engagements.select_related("domaine").order_by("partie", "pk")
