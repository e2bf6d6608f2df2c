"""Les journées de mobilisation autour du PAQTE, que le CGET organise sur les territoires."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from quartiers.models import Departement, Region
from socle.dates import DateField
from socle.textes import TexteField


class JourneeQuerySet(models.QuerySet):
    def visibles_par(self, user):
        """Limite aux journées que `user` peut lire : toutes, ou aucune sans périmètre."""
        return self.all() if user.a_un_perimetre else self.none()

    def a_venir(self):
        """Limite aux journées qui ne sont pas finies."""
        return self._bornees().filter(termine_le__gte=timezone.localdate())

    def passees(self):
        """Limite aux journées finies."""
        return self._bornees().filter(termine_le__lt=timezone.localdate())

    def pres_de(self, codes):
        """Limite à celles de la région de ces départements, ou que nulle région ne situe."""
        regions = Region.objects.filter(departements__in=codes)
        return self.filter(Q(departement=None) | Q(departement__region__in=regions))

    def fixees(self):
        """Limite à celles dont le jour est connu : les seules qu'un agenda peut montrer."""
        return self.filter(quand="")

    def _bornees(self):
        return self.annotate(termine_le=Coalesce("fin", "debut"))


class Journee(models.Model):
    """Journée de mobilisation.

    Quand le jour n'est pas connu, `quand` le dit en clair, et les dates bornent la période.
    """

    titre = models.CharField("titre", max_length=150)
    debut = DateField("date de début")
    fin = DateField("date de fin", null=True, blank=True)
    quand = models.CharField(
        "période, si le jour n’est pas connu",
        max_length=60,
        blank=True,
        help_text="Par exemple : mars 2019. Les dates bornent alors la période, et la journée "
        "n’entre pas dans les agendas.",
    )
    horaires = models.CharField(
        "horaires", max_length=60, blank=True, help_text="Par exemple : 9 h 30 - 17 h."
    )
    ville = models.CharField("ville", max_length=100)
    lieu = models.CharField("lieu", max_length=250, blank=True)
    departement = models.ForeignKey(
        Departement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="journees",
        verbose_name="département",
    )
    description = TexteField("description", blank=True)
    lien = models.URLField("lien (programme, inscription)", blank=True)
    modifiee_le = models.DateTimeField(auto_now=True)

    history = HistoricalRecords()
    objects = JourneeQuerySet.as_manager()

    class Meta:
        verbose_name = "journée de mobilisation"
        verbose_name_plural = "journées de mobilisation"
        ordering = ["-debut", "ville"]
        constraints = [
            models.CheckConstraint(
                name="journee_fin_apres_debut",
                condition=Q(fin__isnull=True) | Q(fin__gte=models.F("debut")),
                violation_error_message="La fin ne peut pas précéder le début.",
                violation_error_code="fin",
            ),
        ]

    def __str__(self):
        return f"{self.titre}, {self.ville}"

    def get_absolute_url(self):
        return reverse("partage:journee", args=[self.pk])

    def clean(self):
        """Lève ValidationError si une date n'est pas plausible."""
        for champ in ("debut", "fin"):
            date = getattr(self, champ)
            if date and date.year not in range(2014, timezone.localdate().year + 3):
                message = "Cette date n’est pas plausible : vérifiez l’année."
                raise ValidationError({champ: message})

    @property
    def dernier_jour(self):
        """Le dernier jour de la journée, ou de la période qui la borne."""
        return self.fin or self.debut

    @property
    def est_a_venir(self):
        return self.dernier_jour >= timezone.localdate()
