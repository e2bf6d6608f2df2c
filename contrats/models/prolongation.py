"""Les prolongations d'un contrat de ville, et le texte qui prononce chacune."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from simple_history.models import HistoricalRecords

from socle.dates import DateField
from socle.francais import ecrire_jour
from textes.models import Texte

from ..querysets import DuContratQuerySet
from .contrat import ContratDeVille


class Prolongation(models.Model):
    """Nouvelle fin d'un contrat, et le texte qui la donne."""

    contrat = models.ForeignKey(ContratDeVille, models.CASCADE, related_name="prolongations")
    avant_le = DateField("fin d’avant", editable=False)
    fin_le = DateField("prolongé jusqu’au")
    texte = models.ForeignKey(
        Texte,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="prolongations",
        verbose_name="texte de référence",
    )
    reference = models.CharField(
        "ou son nom",
        max_length=250,
        blank=True,
        help_text="Par exemple : loi du 28 décembre 2018 de finances pour 2019 ; avenant signé.",
    )

    history = HistoricalRecords()
    objects = DuContratQuerySet.as_manager()

    class Meta:
        verbose_name = "prolongation"
        ordering = ["fin_le"]
        constraints = [
            models.UniqueConstraint(
                name="prolongation_unique",
                fields=["contrat", "fin_le"],
                violation_error_message="Cette prolongation est déjà dans la liste.",
                violation_error_code="fin_le",
            )
        ]

    def __str__(self):
        return f"Jusqu’au {ecrire_jour(self.fin_le)}"

    @transaction.atomic
    def save(self, **kwargs):
        """Enregistre, et repousse la fin du contrat."""
        self.avant_le = self.avant_le or self.contrat.fin_le
        super().save(**kwargs)
        self._poser_la_fin()

    @property
    def par(self):
        """Le nom du texte qui la prononce."""
        return self.reference or str(self.texte)

    def clean(self):
        if not self.texte_id and not self.reference:
            raise ValidationError({"texte": "Choisissez le texte qui la prononce, ou nommez-le."})
        avant = self.avant_le or self.contrat.fin_le
        if self.fin_le and self.fin_le <= avant:
            raise ValidationError(
                {"fin_le": f"Le contrat courait déjà jusqu’au {ecrire_jour(avant)}."}
            )

    @transaction.atomic
    def delete(self, **kwargs):
        """Supprime, et rend au contrat la fin qu'il avait."""
        rendu = super().delete(**kwargs)
        self._poser_la_fin()
        return rendu

    def _poser_la_fin(self):
        derniere = self.contrat.prolongations.last()
        self.contrat.fin_le = derniere.fin_le if derniere else self.avant_le
        self.contrat.save()
