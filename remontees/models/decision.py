"""Ce que décide le CGET d'une version, et ce que ses examinateurs s'en disent."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from socle.textes import TexteField

from .transmission import Transmission


class Decision(models.Model):
    """Décision du CGET sur une version : quand, de qui, et, renvoyée, pour quelle cause.

    Elles comptent les causes de renvoi du pays, et le temps que prend l'examen.
    """

    class Sens(models.TextChoices):
        ACCEPTEE = "acceptee", "Acceptée"
        RENVOYEE = "renvoyee", "Renvoyée"
        DEFAITE = "defaite", "Acceptation défaite"

    class Motif(models.TextChoices):
        INCOMPLET = "incomplet", "Rubrique vide ou incomplète"
        CHIFFRES = "chiffres", "Chiffres incohérents ou à vérifier"
        IMPRECIS = "imprecis", "Texte trop général : ni exemple, ni lieu"
        HORS_SUJET = "hors_sujet", "Ne répond pas à ce que demande la campagne"
        ERREUR = "erreur", "Erreur de période, de territoire ou de document"
        AUTRE = "autre", "Autre"

    transmission = models.ForeignKey(Transmission, models.PROTECT, related_name="decisions")
    sens = models.CharField("décision", max_length=8, choices=Sens)
    motif = models.CharField("cause du renvoi", max_length=10, choices=Motif, blank=True)
    par = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    le = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "décision"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.transmission} : {self.get_sens_display().lower()}"


class Note(models.Model):
    """Note qu'un examinateur du CGET laisse aux autres sur une remontée : eux seuls la lisent."""

    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    remontee: Any = GenericForeignKey()
    texte = TexteField("note")
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    ecrite_le = models.DateTimeField("écrite le", auto_now_add=True)

    class Meta:
        verbose_name = "note"
        ordering = ["pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self):
        return self.texte
