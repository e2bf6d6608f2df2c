"""L'avis d'une préfecture de région sur ce que transmettent ses départements."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from socle.textes import TexteField


class Avis(models.Model):
    """Avis d'une région sur une version, que lisent le CGET et la préfecture."""

    class Sens(models.TextChoices):
        FAVORABLE = "favorable", "Favorable"
        RESERVE = "reserve", "Favorable avec réserve"
        DEFAVORABLE = "defavorable", "Défavorable"

    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    remontee: Any = GenericForeignKey()
    numero = models.PositiveSmallIntegerField("version")
    sens = models.CharField("avis", max_length=11, choices=Sens)
    texte = TexteField("observations", blank=True)
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    donne_le = models.DateTimeField("donné le", auto_now=True)

    class Meta:
        verbose_name = "avis"
        verbose_name_plural = "avis"
        ordering = ["-numero"]
        constraints = [
            models.UniqueConstraint(
                name="avis_unique", fields=["content_type", "object_id", "numero"]
            )
        ]

    def __str__(self):
        return f"Avis sur la version {self.numero}"
