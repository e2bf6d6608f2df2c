"""Le collège des chefs de service, que le préfet réunit chaque semestre (circulaire)."""

from typing import ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
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


class CollegeQuerySet(
    ReunionsQuerySet, RechercheQuerySet["College"], TerritorialQuerySet["College"]
):
    droit = "suit_les_remontees"

    def presences(self, departement, depuis_le, le):
        """Rend, en types JSON, combien de fois le collège s'est réuni après `depuis_le` et jusqu'au
        `le`, et combien de fois chacun de ceux que la circulaire y attend y était.
        """
        tenues = self.filter(departement=departement, date__gt=depuis_le, date__lte=le)
        presents = {nom: Count("pk", filter=Q(**{nom: True})) for nom in self.model.ATTENDUS}
        return {"depuis_le": depuis_le.isoformat()} | tenues.aggregate(
            reunions=Count("pk"), **presents
        )

    def manquants(self, departements):
        """Rend les départements sans réunion tenue au semestre courant."""
        reunis = self.tenues(Semestre.courant()).values("departement")
        return departements.exclude(pk__in=reunis)


class College(Previsible, Cherchable):
    """Réunion du collège des chefs de service autour de la mobilisation.

    Prévue, elle se note aussi ; elle ne compte qu'une fois tenue.
    """

    # Ceux que la circulaire veut « pleinement investis », et le procureur, qu'elle informe.
    ATTENDUS: ClassVar = {
        "recteur": "le recteur, ou son représentant (DASEN)",
        "ars": "le directeur général de l’ARS, ou son représentant",
        "procureur": "le procureur de la République",
    }

    departement = models.ForeignKey(
        Departement, models.PROTECT, related_name="colleges", verbose_name="département"
    )
    date = DateField("date", validators=[valider_reunion])
    lieu = models.CharField("lieu", max_length=200, blank=True)
    recteur = models.BooleanField(ATTENDUS["recteur"], default=False)
    ars = models.BooleanField(ATTENDUS["ars"], default=False)
    procureur = models.BooleanField(ATTENDUS["procureur"], default=False)
    services = TexteField(
        "autres services présents",
        blank=True,
        help_text="Par exemple : DIRECCTE, DDCS, DDTM, police.",
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
        if self.date and not self.est_prevue and not (self.presents or self.services):
            raise ValidationError({"services": "Dites quels services étaient là."})

    @property
    def presents(self):
        """Ceux des `ATTENDUS` qui y étaient, ou qu'on y attend, en mots."""
        return [mots for nom, mots in self.ATTENDUS.items() if getattr(self, nom)]

    def texte_cherche(self):
        return f"{self.lieu} {self.services} {self.decisions}"

    def get_absolute_url(self):
        return reverse("contrats:college", args=[self.pk])
