"""Le cadre du PAQTE : ses axes et leurs indicateurs, que le CGET peut faire évoluer."""

from django.db import models


def taux_atteint(cumul, cible):
    """Rend le cumul en pour cent de la cible à trois ans ; None sans cible, ou sans cumul."""
    return round(100 * cumul / cible) if cible and cumul is not None else None


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


class Indicateur(models.Model):
    """Indicateur clé d'un axe, sur lequel les entreprises s'engagent."""

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

    class Meta:
        verbose_name = "indicateur du PAQTE"
        verbose_name_plural = "indicateurs du PAQTE"
        ordering = ["axe__rang", "rang"]

    def __str__(self):
        return self.libelle
