"""Les étapes datées d'un engagement."""

from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from socle.champs import valider_fait
from socle.dates import DateField

from ..querysets import ContratQuerySet
from .engagement import Engagement


class EtapeQuerySet(ContratQuerySet["Etape"]):
    contrat = "engagement__protocole__contrat__"


class Etape(models.Model):
    """Étape d'un engagement : ce qui se fait d'abord, et pour quand."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="etapes")
    libelle = models.CharField("étape", max_length=250)
    prevue_le = DateField("prévue le")
    faite_le = DateField("faite le", null=True, blank=True, validators=[valider_fait])

    history = HistoricalRecords()
    objects = EtapeQuerySet.as_manager()

    class Meta:
        verbose_name = "étape d’un engagement"
        verbose_name_plural = "étapes des engagements"
        ordering = ["prevue_le", "pk"]

    def __str__(self):
        return self.libelle

    @property
    def est_en_retard(self):
        """Vrai quand sa date est passée sans qu'elle soit faite."""
        return self.faite_le is None and self.prevue_le < timezone.localdate()
