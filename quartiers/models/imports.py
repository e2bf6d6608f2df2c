"""Le journal des imports de quartiers, et ce que chacun leur a apporté."""

import functools
import operator
from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse

from socle.dates import DateField
from socle.imports.models import ImportDeFichier, ImportQuerySet

from .quartier import Quartier, chiffres_dates


class ImportQuartiersQuerySet(ImportQuerySet):
    def deposer(self, user, liste, octets):
        """Garde aussi de quel import il s'agit, et d'où viennent ses chiffres."""
        journal = super().deposer(user, liste, octets)
        journal.genre, journal.chiffres_au, journal.source = (
            liste.genre,
            liste.chiffres_au,
            liste.source,
        )
        journal.save()
        return journal


class ImportQuartiers(ImportDeFichier):
    """Journal des imports qui touchent les QPV : listes, chiffres, PRU, correspondance."""

    class Genre(models.TextChoices):
        LISTE = "liste", "Liste ou chiffres"
        PRU = "pru", "PRU"
        CORRESPONDANCE = "correspondance", "Correspondance 2015-2024"

    genre = models.CharField("import", max_length=15, choices=Genre, default=Genre.LISTE)
    millesime = models.PositiveSmallIntegerField("liste", null=True)
    chiffres_au = DateField("date des chiffres", null=True)
    source = models.CharField("source des chiffres", max_length=200, blank=True)
    retires = models.PositiveIntegerField("retirés", default=0)

    objects: ClassVar[Any] = ImportQuartiersQuerySet.as_manager()

    class Meta(ImportDeFichier.Meta):
        verbose_name = "import de quartiers"
        verbose_name_plural = "imports de quartiers"

    def get_absolute_url(self):
        return reverse("quartiers:import_fait", args=[self.pk])


class Trace(models.Model):
    """Ce qu'un import a changé d'un quartier : son histoire."""

    class Geste(models.TextChoices):
        CREE = "cree", "Créé"
        MODIFIE = "modifie", "Modifié"
        RETIRE = "retire", "Retiré de la liste"

    journal = models.ForeignKey(
        ImportQuartiers, models.CASCADE, related_name="traces", verbose_name="import"
    )
    quartier = models.ForeignKey(
        Quartier, models.CASCADE, related_name="traces", verbose_name="quartier"
    )
    geste = models.CharField("geste", max_length=10, choices=Geste)
    changements = models.JSONField(
        "changements",
        encoder=DjangoJSONEncoder,
        default=list,
        help_text="[[nom du champ, valeur d’avant, valeur d’après], …].",
    )

    class Meta:
        verbose_name = "trace d’un import"
        verbose_name_plural = "traces des imports"
        ordering = ["-journal__fait_le", "quartier__code"]

    def __str__(self):
        return f"{self.quartier} : {self.get_geste_display()}"


class ChiffreQuerySet(models.QuerySet["Chiffre"]):
    def de(self, quartiers, le):
        """Limite à ceux que ces quartiers (requête) comptent à la date `le`."""
        lus = (
            quartiers.order_by()
            .annotate(lu=Coalesce(*chiffres_dates(nature, le, "pk")))
            .values("lu")
            for nature in self.model.Nature.values
        )
        premiers, *autres = (models.Q(pk__in=pks) for pks in lus)
        return self.filter(functools.reduce(operator.or_, autres, premiers))


class Chiffre(models.Model):
    """Population ou demandeurs d'emploi d'un quartier à une date, et d'où vient ce chiffre."""

    class Nature(models.TextChoices):
        POPULATION = "population", "Population"
        DEFM = "defm", "Demandeurs d’emploi en fin de mois (DEFM)"

    quartier = models.ForeignKey(
        Quartier, models.CASCADE, related_name="chiffres", verbose_name="quartier"
    )
    nature = models.CharField("chiffre", max_length=10, choices=Nature)
    categorie = models.CharField("catégorie", max_length=50)
    au = DateField("date")
    valeur = models.PositiveIntegerField("valeur")
    journal = models.ForeignKey(
        ImportQuartiers, models.CASCADE, related_name="chiffres", verbose_name="import"
    )

    objects = ChiffreQuerySet.as_manager()

    class Meta:
        verbose_name = "chiffre d’un quartier"
        verbose_name_plural = "chiffres des quartiers"
        ordering = ["nature", "-au", "categorie"]
        constraints = [
            models.UniqueConstraint(
                name="chiffre_unique", fields=["quartier", "nature", "categorie", "au"]
            )
        ]

    def __str__(self):
        return f"{self.get_nature_display()} au {self.au:%d/%m/%Y} : {self.valeur}"
