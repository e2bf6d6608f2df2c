"""Le collège des chefs de service, que le préfet réunit chaque semestre (circulaire)."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from quartiers.models import Departement
from quartiers.querysets import TerritorialQuerySet
from remontees.models import Document
from remontees.periodes import Semestre
from socle.dates import DateField
from socle.recherche import Cherchable, RechercheQuerySet
from socle.reunions import Previsible, ReunionsQuerySet, valider_reunion
from socle.textes import TexteField


class CollegeQuerySet(ReunionsQuerySet, RechercheQuerySet, TerritorialQuerySet):
    droit = "suit_les_remontees"

    def manquants(self, departements):
        """Rend les départements sans réunion tenue au semestre courant."""
        reunis = self.tenues(Semestre.courant()).values("departement")
        return departements.exclude(pk__in=reunis)


class College(Previsible, Cherchable):
    """Réunion du collège des chefs de service autour de la mobilisation.

    Prévue, elle se note aussi ; elle ne compte qu'une fois tenue.
    """

    departement = models.ForeignKey(
        Departement, models.PROTECT, related_name="colleges", verbose_name="département"
    )
    date = DateField("date", validators=[valider_reunion])
    lieu = models.CharField("lieu", max_length=200, blank=True)
    services = TexteField(
        "services présents",
        blank=True,
        help_text="Par exemple : DIRECCTE, DDCS, DDTM, rectorat, ARS, police.",
    )
    decisions = TexteField(
        "relevé",
        blank=True,
        help_text="En quelques mots ; chaque décision à suivre a sa ligne au registre.",
    )

    documents = GenericRelation(Document)

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

    def clean(self):
        """Lève ValidationError pour une réunion tenue dont on ne dit pas qui était là."""
        if self.date and not self.est_prevue and not self.services:
            raise ValidationError({"services": "Dites quels services étaient là."})

    def texte_cherche(self):
        return f"{self.lieu} {self.services} {self.decisions}"

    def get_absolute_url(self):
        return reverse("contrats:college", args=[self.pk])
