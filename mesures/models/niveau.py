"""Le niveau d'engagement d'une mesure, et son histoire."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from socle.textes import TexteField

from .referentiel import Mesure

# Avant la circulaire, les mesures n'ont pas d'état connu.
PREMIER_ETAT = datetime.date(2019, 1, 1)


def valider_etat(date):
    """Lève ValidationError pour la date d'un état d'avant la circulaire, ou à venir."""
    if date < PREMIER_ETAT:
        raise ValidationError("Le premier état connu est celui de janvier 2019.")
    if date > timezone.localdate():
        raise ValidationError("Cette date est à venir.")


class Niveau(models.TextChoices):
    """Niveaux d'engagement, dans l'ordre de l'annexe 3."""

    ATTEINT = "atteint", "Objectif atteint"
    FINALISATION = "finalisation", "En voie de finalisation"
    DEPLOIEMENT = "deploiement", "En cours de déploiement"
    LANCEMENT = "lancement", "En cours de lancement"


class ChangementDeNiveau(models.Model):
    """Niveau d'engagement d'une mesure à partir d'une date : qui l'a posé, et pourquoi."""

    mesure = models.ForeignKey(Mesure, models.CASCADE, related_name="changements")
    niveau = models.CharField("niveau d’engagement", max_length=12, choices=Niveau)
    le = models.DateField("à partir du", validators=[valider_etat])
    motif = TexteField("motif")
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="par",
        help_text="Vide pour l’état de janvier 2019, lu dans la circulaire.",
    )
    saisi_le = models.DateTimeField("saisi le", auto_now_add=True)

    class Meta:
        verbose_name = "changement de niveau"
        verbose_name_plural = "changements de niveau"
        ordering = ["-le", "-pk"]

    def __str__(self):
        return f"{self.get_niveau_display()} ({self.le:%d/%m/%Y})"
