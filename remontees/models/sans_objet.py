"""Ce qu'une préfecture dit sans objet chez elle : elle ne le doit plus, et dit pourquoi."""

from django.conf import settings
from django.db import models

from quartiers.models import Departement
from quartiers.querysets import TerritorialQuerySet
from socle.dates import DateField

from .campagne import Campagne


class SansObjetQuerySet(TerritorialQuerySet["SansObjet"]):
    droit = "suit_les_remontees"

    def paires(self, campagnes):
        """Rend les {(campagne, département)} que ces campagnes n'attendent plus (clés)."""
        dits = self.filter(campagne__in=campagnes).order_by()
        return set(dits.values_list("campagne", "departement"))


class SansObjet(models.Model):
    """Campagne sans objet dans un département, et pourquoi : le CGET le lit."""

    campagne = models.ForeignKey(Campagne, models.CASCADE, related_name="sans_objet")
    departement = models.ForeignKey(Departement, models.CASCADE, related_name="sans_objet")
    motif = models.CharField(
        "pourquoi", max_length=250, help_text="Le CGET le lit, avec votre nom et la date."
    )
    dit_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    dit_le = DateField(auto_now_add=True)

    objects = SansObjetQuerySet.as_manager()

    class Meta:
        verbose_name = "campagne sans objet"
        verbose_name_plural = "campagnes sans objet"
        ordering = ["departement"]
        constraints = [
            models.UniqueConstraint(name="sans_objet_unique", fields=["campagne", "departement"])
        ]

    def __str__(self):
        return f"{self.campagne}, {self.departement} : sans objet"
