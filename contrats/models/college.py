"""Le collège des chefs de service, que le préfet réunit chaque semestre (circulaire)."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from quartiers.models import Departement
from quartiers.querysets import TerritorialQuerySet
from remontees.periodes import Semestre
from socle.champs import valider_fait
from socle.recherche import Cherchable, RechercheQuerySet
from socle.textes import TexteField


class CollegeQuerySet(RechercheQuerySet, TerritorialQuerySet):
    droit = "suit_les_remontees"

    def du_semestre(self, semestre):
        """Limite aux réunions tenues pendant un `Semestre`."""
        return self.filter(date__range=(semestre.debut, semestre.fin))

    def manquants(self, departements):
        """Rend les départements sans réunion enregistrée pour le semestre courant."""
        reunis = self.du_semestre(Semestre.courant()).values("departement")
        return departements.exclude(pk__in=reunis)


class College(Cherchable):
    """Réunion du collège des chefs de service autour de la mobilisation."""

    departement = models.ForeignKey(
        Departement, models.PROTECT, related_name="colleges", verbose_name="département"
    )
    date = models.DateField("date", validators=[valider_fait])
    services = TexteField(
        "services présents", help_text="Par exemple : DIRECCTE, DDCS, DDTM, rectorat, ARS, police."
    )
    decisions = TexteField("décisions", blank=True)

    history = HistoricalRecords(excluded_fields=["recherche"])
    objects = CollegeQuerySet.as_manager()

    class Meta:
        verbose_name = "réunion du collège des chefs de service"
        verbose_name_plural = "réunions du collège des chefs de service"
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="college_unique",
                fields=["departement", "date"],
                violation_error_message="Une réunion est déjà enregistrée à cette date.",
                violation_error_code="date",
            )
        ]

    def __str__(self):
        return f"Collège des chefs de service du {self.date:%d/%m/%Y}"

    def texte_cherche(self):
        return f"{self.services} {self.decisions}"

    def get_absolute_url(self):
        return reverse("contrats:college", args=[self.pk])
