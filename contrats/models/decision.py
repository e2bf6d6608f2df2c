"""Le registre des décisions du collège et des comités : qui fait quoi, et ce qui en est fait."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from quartiers.models import Departement
from quartiers.querysets import TerritorialQuerySet
from socle.champs import valider_fait
from socle.dates import DateField
from socle.recherche import Cherchable, RechercheQuerySet
from socle.textes import TexteField

from .college import College
from .engagement import Engagement


class DecisionQuerySet(RechercheQuerySet, TerritorialQuerySet):
    droit = "suit_les_remontees"

    def a_faire(self):
        """Limite à celles qui ne sont pas faites."""
        return self.filter(faite_le=None)

    def en_retard(self, le):
        """Limite à celles qu'il fallait avoir faites à la date `le`."""
        return self.a_faire().filter(pour_le__lt=le)


class Decision(Cherchable):
    """Décision d'une instance : son texte, son porteur, l'engagement qu'elle sert."""

    class Organe(models.TextChoices):
        COLLEGE = "college", "Collège des chefs de service"
        COMITE_DU_CONTRAT = "comite_contrat", "Comité de pilotage d’un contrat de ville"
        COMITE_DU_PAQTE = "comite_paqte", "Comité de pilotage du PAQTE"
        AUTRE = "autre", "Autre instance"

    departement = models.ForeignKey(
        Departement, models.PROTECT, related_name="decisions", verbose_name="département"
    )
    organe = models.CharField("instance", max_length=15, choices=Organe)
    college = models.ForeignKey(
        College,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="registre",
        verbose_name="réunion du collège",
    )
    prise_le = DateField("prise le", validators=[valider_fait])
    texte = TexteField("décision")
    porteur = models.CharField(
        "porteur", max_length=200, help_text="Le service ou la fonction, plutôt qu’un nom."
    )
    pour_le = DateField("à faire pour le", null=True, blank=True)
    engagement = models.ForeignKey(
        Engagement,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name="engagement qu’elle sert",
    )
    faite_le = DateField("faite le", null=True, blank=True, validators=[valider_fait])

    history = HistoricalRecords(excluded_fields=["recherche"])
    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "décision"
        ordering = ["-prise_le", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="decision_faite_apres",
                condition=Q(faite_le__isnull=True) | Q(faite_le__gte=F("prise_le")),
                violation_error_message="Elle ne peut pas être faite avant d’être prise.",
                violation_error_code="faite_le",
            )
        ]

    def __str__(self):
        return self.texte

    def texte_cherche(self):
        return f"{self.texte} {self.porteur}"

    @property
    def est_en_retard(self):
        """Vrai quand le jour dit est passé sans qu'elle soit faite."""
        passee = self.pour_le is not None and self.pour_le < timezone.localdate()
        return passee and self.faite_le is None

    @property
    def etat(self):
        """Où elle en est, en un mot."""
        if self.faite_le:
            return "faite"
        return "en retard" if self.est_en_retard else "à faire"
