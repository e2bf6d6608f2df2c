"""Les chiffres d'un bilan que l'agent remplace."""

from django.db import models
from simple_history.models import HistoricalRecords

from socle.textes import TexteField

from ..querysets import CorrectionQuerySet


class Correction(models.Model):
    """Chiffre calculé que l'agent remplace, avec le motif imprimé dans le PDF.

    Sans motif, la correction est gardée dans le brouillon mais ne s'applique pas encore. Elle
    appartient à la valeur qu'elle corrige : quand le calcul change, elle est à confirmer.
    """

    bilan = models.ForeignKey("paqte.Bilan", models.CASCADE, related_name="corrections")
    cle = models.CharField("chiffre", max_length=80)
    valeur = models.DecimalField("valeur corrigée", max_digits=14, decimal_places=2)
    calcule = models.DecimalField(
        "valeur calculée alors", max_digits=14, decimal_places=2, null=True, editable=False
    )
    motif = TexteField("motif", blank=True)

    history = HistoricalRecords()
    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = "correction"
        constraints = [
            models.UniqueConstraint(name="correction_unique", fields=["bilan", "cle"]),
        ]
