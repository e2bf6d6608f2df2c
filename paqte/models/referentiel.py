"""Le cadre du PAQTE : ses axes et leurs indicateurs, que le CGET peut faire évoluer."""

from django.db import models
from django.db.models import Q

from remontees.periodes import valider_semestre


def taux_atteint(cumul, cible):
    """Rend le cumul en pour cent de la cible à trois ans ; None sans cible, ou sans cumul."""
    return round(100 * cumul / cible) if cible and cumul is not None else None


def est_un_stock(stock_depuis, semestre):
    """Dit si ce qui est un stock depuis ce semestre (« » pour un flux) se relève à `semestre`."""
    return bool(stock_depuis) and stock_depuis <= str(semestre)


class Axe(models.Model):
    """Un des quatre axes d'engagement du PAQTE (circulaire, annexe 2, § 1)."""

    nom = models.CharField("nom", max_length=50, unique=True)
    objectif = models.CharField("objectif", max_length=250)
    rang = models.PositiveSmallIntegerField("rang", unique=True)

    class Meta:
        verbose_name = "axe du PAQTE"
        verbose_name_plural = "axes du PAQTE"
        ordering = ["rang"]

    def __str__(self):
        return self.nom


class IndicateurDuPaqteQuerySet(models.QuerySet):
    def du_semestre(self, semestre):
        """Limite à ceux que le semestre demande ; sans date, un indicateur l'est toujours."""
        commences = Q(depuis="") | Q(depuis__lte=str(semestre))
        return self.filter(commences, Q(jusqu_a="") | Q(jusqu_a__gte=str(semestre)))


class Indicateur(models.Model):
    """Indicateur clé d'un axe, sur lequel les entreprises s'engagent.

    C'est un flux (ce qui est fait pendant le semestre) ou un stock (ce qui est là à sa fin). La
    date à laquelle il devient un stock laisse les bilans d'avant tels qu'ils étaient.
    """

    axe = models.ForeignKey(Axe, models.PROTECT, related_name="indicateurs")
    code = models.SlugField("code", unique=True)
    libelle = models.CharField("libellé", max_length=250)
    unite = models.CharField("unité", max_length=50)
    source = models.CharField("source", max_length=150, blank=True)
    rang = models.PositiveSmallIntegerField("rang", default=0)
    plafond = models.ForeignKey(
        "self",
        models.SET_NULL,
        to_field="code",
        null=True,
        blank=True,
        related_name="parts",
        help_text="L’indicateur que celui-ci ne devrait pas dépasser.",
    )

    depuis = models.CharField(
        "demandé depuis",
        max_length=7,
        blank=True,
        validators=[valider_semestre],
        help_text="Le premier semestre (2019-s1) qui le demande ; vide : depuis toujours.",
    )
    jusqu_a = models.CharField(
        "demandé jusqu’à",
        max_length=7,
        blank=True,
        validators=[valider_semestre],
        help_text="Le dernier semestre qui le demande ; vide : toujours.",
    )
    stock_depuis = models.CharField(
        "est un stock depuis",
        max_length=7,
        blank=True,
        validators=[valider_semestre],
        help_text="Le semestre (2019-s1) depuis lequel sa valeur se relève au lieu de "
        "s’additionner ; vide pour un flux.",
    )

    objects = IndicateurDuPaqteQuerySet.as_manager()

    class Meta:
        verbose_name = "indicateur du PAQTE"
        verbose_name_plural = "indicateurs du PAQTE"
        ordering = ["axe__rang", "rang"]

    def __str__(self):
        return self.libelle

    def est_demande(self, semestre):
        """Dit si ce semestre le demande (voir `du_semestre`)."""
        return self.depuis <= str(semestre) and (not self.jusqu_a or self.jusqu_a >= str(semestre))

    def est_un_stock(self, semestre):
        """Dit s'il se relève, ce semestre, au lieu de s'additionner."""
        return est_un_stock(self.stock_depuis, semestre)
