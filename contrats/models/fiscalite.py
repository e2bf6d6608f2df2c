"""Les mesures fiscales d'un contrat de ville, année par année (circulaire, annexe 1)."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone
from simple_history.models import HistoricalRecords

from socle.champs import PREMIERE_DATE, valider_fait
from socle.dates import DateField
from socle.textes import TexteField

from ..querysets import DuContratQuerySet
from .contrat import ContratDeVille


def valider_annee(annee):
    """Lève ValidationError pour une année à venir, ou d'avant la politique suivie ici."""
    if not PREMIERE_DATE.year <= annee <= timezone.localdate().year:
        raise ValidationError("Cette année n’est pas plausible.")


def _euros(libelle, **options):
    return models.DecimalField(
        f"{libelle} (euros)",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        **options,
    )


class AbattementQuerySet(DuContratQuerySet["Abattement"]):
    def par_annee(self):
        """Rend les sommes abattues et rendues de chaque année, la dernière d'abord."""
        datees = self.exclude(annee=None).order_by("-annee").values("annee")
        return datees.annotate(total=Sum("montant"), rendu=Sum("contreparties"))


class Abattement(models.Model):
    """Abattement de 30 % de taxe foncière (TFPB) d'un bailleur, une année, et ses contreparties."""

    contrat = models.ForeignKey(ContratDeVille, models.CASCADE, related_name="abattements")
    bailleur = models.CharField("bailleur", max_length=200)
    annee = models.PositiveSmallIntegerField(
        "année", null=True, blank=True, validators=[valider_annee]
    )
    convention_le = DateField(
        "convention signée le", null=True, blank=True, validators=[valider_fait]
    )
    logements = models.PositiveIntegerField("logements concernés", null=True, blank=True)
    montant = _euros("montant abattu")
    contreparties = _euros("montant des contreparties")
    usages = TexteField(
        "contreparties",
        blank=True,
        help_text="Gestion urbaine de proximité : entretien, sûreté, tri, lien social…",
    )

    history = HistoricalRecords()
    objects = AbattementQuerySet.as_manager()

    class Meta:
        verbose_name = "abattement de TFPB"
        verbose_name_plural = "abattements de TFPB"
        ordering = ["-annee", "bailleur", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="abattement_annuel_unique",
                fields=["contrat", "bailleur", "annee"],
                violation_error_message="Ce bailleur est déjà dans la liste pour cette année.",
                violation_error_code="annee",
            ),
            models.UniqueConstraint(
                name="abattement_sans_annee_unique",
                fields=["contrat", "bailleur"],
                condition=Q(annee=None),
                violation_error_message="Ce bailleur est déjà dans la liste : donnez l’année.",
                violation_error_code="annee",
            ),
            models.CheckConstraint(
                name="abattement_montant_date",
                condition=Q(annee__isnull=False) | Q(montant=None, contreparties=None),
                violation_error_message="Dites de quelle année sont ces montants.",
                violation_error_code="annee",
            ),
        ]

    def __str__(self):
        annee = f", {self.annee}" if self.annee else ""
        return f"{self.bailleur}{annee} (abattement de TFPB)"


class Exoneration(models.Model):
    """Exonération de fiscalité locale des commerces de proximité d'un contrat, une année."""

    class Impot(models.TextChoices):
        CFE = "cfe", "Cotisation foncière des entreprises (CFE)"
        CVAE = "cvae", "Cotisation sur la valeur ajoutée (CVAE)"
        TFPB = "tfpb", "Taxe foncière (TFPB)"

    contrat = models.ForeignKey(ContratDeVille, models.CASCADE, related_name="exonerations")
    annee = models.PositiveSmallIntegerField("année", validators=[valider_annee])
    impot = models.CharField("impôt", max_length=4, choices=Impot)
    commerces = models.PositiveIntegerField("commerces exonérés", null=True, blank=True)
    montant = _euros("montant exonéré")
    precisions = TexteField("précisions", blank=True)

    history = HistoricalRecords()
    objects = DuContratQuerySet.as_manager()

    class Meta:
        verbose_name = "exonération des commerces de proximité"
        verbose_name_plural = "exonérations des commerces de proximité"
        ordering = ["-annee", "impot", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="exoneration_unique",
                fields=["contrat", "annee", "impot"],
                violation_error_message="Cet impôt est déjà dans la liste pour cette année.",
                violation_error_code="impot",
            )
        ]

    def __str__(self):
        return f"{self.get_impot_display()}, {self.annee}"
