"""Un indicateur sans objet dans un département : son silence n'y est pas une alerte."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from quartiers.models import Departement
from quartiers.querysets import TerritorialQuerySet
from socle.dates import DateField

from .indicateur import Indicateur
from .referentiel import Mesure


class SansObjetIciQuerySet(TerritorialQuerySet["SansObjetIci"]):
    def modifiables_par(self, user):
        """Limite à ceux que `user` peut retirer : sa préfecture, ou qui tient la mesure."""
        return self.filter(
            Q(departement__in=user.codes_departements_modifiables)
            | Q(indicateur__mesure__in=Mesure.objects.modifiables_par(user))
        )


class SansObjetIci(models.Model):
    """Département où un indicateur n'a pas lieu d'être : ni ligne de métro, ni auto-école."""

    indicateur = models.ForeignKey(Indicateur, models.CASCADE, related_name="sans_objet")
    departement = models.ForeignKey(
        Departement, models.CASCADE, related_name="+", verbose_name="département"
    )
    motif = models.CharField("pourquoi", max_length=250)
    dit_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    dit_le = DateField("dit le", auto_now_add=True)

    objects = SansObjetIciQuerySet.as_manager()

    class Meta:
        verbose_name = "indicateur sans objet ici"
        verbose_name_plural = "indicateurs sans objet ici"
        ordering = ["indicateur__rang", "departement"]
        constraints = [
            models.UniqueConstraint(
                name="sans_objet_ici_unique",
                fields=["indicateur", "departement"],
                violation_error_message="Cet indicateur est déjà sans objet dans ce département.",
                violation_error_code="departement",
            )
        ]

    def __str__(self):
        return f"{self.indicateur}, sans objet : {self.departement}"
