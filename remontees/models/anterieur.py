"""Une remontée envoyée hors du portail, avant lui : ce qu'il en reste, et de quand elle est."""

import datetime
import hashlib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from quartiers.models import Departement, Region
from socle.dates import DateField

from .. import registre

# L'heure d'un envoi dont on ne sait que le jour.
MIDI = datetime.time(12)


class EnvoiAnterieurQuerySet(models.QuerySet["EnvoiAnterieur"]):
    def de(self, modele, periodes):
        """Rend {(période, code du territoire): `EnvoiAnterieur`} des remontées de ce modèle."""
        connus = self.filter(genre=modele.genre, periode__in=map(str, periodes)).defer("pdf")
        return {(envoi.periode, envoi.code): envoi for envoi in connus}

    def par_genre(self, periodes):
        """Rend {genre: {(période, code du territoire): `EnvoiAnterieur`}} de ces périodes."""
        genres: dict[str, dict] = {}
        for envoi in self.filter(periode__in=map(str, periodes)).defer("pdf"):
            genres.setdefault(envoi.genre, {})[envoi.periode, envoi.code] = envoi
        return genres


class EnvoiAnterieur(models.Model):
    """PDF d'une remontée envoyée hors du portail, que sa préfecture y dépose avec sa date.

    Il compte comme reçu, à ce jour ; le portail ne l'a pas figé, et ne dit rien de son contenu.
    """

    genre = models.CharField("genre", max_length=20, choices=registre.choix_de_remontee)
    periode = models.CharField("période", max_length=7)
    departement = models.ForeignKey(
        Departement, models.PROTECT, verbose_name="département", null=True, related_name="+"
    )
    region = models.ForeignKey(
        Region, models.PROTECT, verbose_name="région", null=True, related_name="+"
    )
    envoye_le = DateField("envoyé le")
    nom = models.CharField("nom du fichier", max_length=150)
    pdf = models.BinaryField("PDF")
    sha256 = models.CharField("empreinte SHA-256 du PDF", max_length=64)
    depose_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="déposé par",
    )
    depose_le = models.DateTimeField("déposé le", auto_now_add=True)

    objects = EnvoiAnterieurQuerySet.as_manager()

    class Meta:
        verbose_name = "envoi antérieur"
        verbose_name_plural = "envois antérieurs"
        ordering = ["-periode", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="envoi_anterieur_unique", fields=["genre", "periode", "departement"]
            ),
            models.UniqueConstraint(
                name="envoi_anterieur_de_region_unique", fields=["genre", "periode", "region"]
            ),
            models.CheckConstraint(
                name="envoi_anterieur_un_territoire",
                condition=Q(departement__isnull=True) ^ Q(region__isnull=True),
            ),
        ]

    def __str__(self):
        return self.nom

    @property
    def code(self):
        """Le code INSEE de son territoire."""
        return self.departement_id or self.region_id

    @property
    def envoye_a(self):
        """L'instant de l'envoi, dont on ne sait que le jour."""
        return timezone.make_aware(datetime.datetime.combine(self.envoye_le, MIDI))

    def clean(self):
        """Lève ValidationError pour une date à venir."""
        if self.envoye_le and self.envoye_le > timezone.localdate():
            raise ValidationError({"envoye_le": "Cette date est à venir."})

    def prendre(self, nom, octets):
        """Pose le fichier, et son empreinte."""
        self.nom, self.pdf = nom, octets
        self.sha256 = hashlib.sha256(octets).hexdigest()
