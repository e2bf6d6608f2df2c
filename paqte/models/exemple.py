"""Les exemples concrets que donnent les conventions."""

from django.db import models
from simple_history.models import HistoricalRecords

from remontees.periodes import valider_semestre
from socle.textes import TexteField

from ..querysets import PaqteQuerySet
from .convention import Convention
from .referentiel import Axe


class ExempleActionQuerySet(PaqteQuerySet):
    chemin = "convention__entreprise__departement"


class ExempleAction(models.Model):
    """Exemple concret d'action réalisée par une entreprise signataire."""

    convention = models.ForeignKey(Convention, models.CASCADE, related_name="exemples")
    axe = models.ForeignKey(Axe, models.PROTECT, null=True, blank=True)
    semestre = models.CharField("semestre", max_length=7, validators=[valider_semestre])
    texte = TexteField("exemple d’action")

    history = HistoricalRecords()
    objects = ExempleActionQuerySet.as_manager()

    class Meta:
        verbose_name = "exemple d’action"
        verbose_name_plural = "exemples d’action"
        ordering = ["-semestre", "pk"]

    def __str__(self):
        return self.texte[:60]
