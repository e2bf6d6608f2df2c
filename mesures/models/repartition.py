"""La part d'une cible nationale que chaque département doit atteindre, quand un ministère la fixe.

La lettre du Premier ministre veut 1 000 postes d'adultes-relais « répartis territorialement ».
"""

from django.db import models
from django.db.models import Sum
from simple_history.models import HistoricalRecords

from quartiers.models import Departement
from quartiers.querysets import TerritorialQuerySet
from socle.dates import DateField

from .indicateur import Indicateur


class PartDeCibleQuerySet(TerritorialQuerySet["PartDeCible"]):
    def total(self):
        """Rend la somme des parts, ou None s'il n'y en a aucune."""
        return self.aggregate(total=Sum("valeur"))["total"]


class PartDeCible(models.Model):
    """Ce qu'un département doit atteindre de la cible nationale d'un indicateur."""

    indicateur = models.ForeignKey(Indicateur, models.CASCADE, related_name="parts_de_cible")
    departement = models.ForeignKey(
        Departement, models.PROTECT, related_name="+", verbose_name="département"
    )
    valeur = models.DecimalField("part de la cible", max_digits=16, decimal_places=2)
    pour_le = DateField("à atteindre le", null=True, blank=True)
    source = models.CharField("d’où vient cette répartition", max_length=250)

    history = HistoricalRecords()
    objects = PartDeCibleQuerySet.as_manager()

    class Meta:
        verbose_name = "part d’une cible nationale"
        verbose_name_plural = "parts d’une cible nationale"
        ordering = ["indicateur__rang", "departement"]
        constraints = [
            models.UniqueConstraint(
                name="part_de_cible_unique", fields=["indicateur", "departement"]
            )
        ]

    def __str__(self):
        return f"{self.indicateur}, {self.departement} : {self.affichage}"

    @property
    def affichage(self):
        """La part, dans l'unité de l'indicateur."""
        return self.indicateur.ecrire_cible(self.valeur)
