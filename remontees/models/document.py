"""Les documents joints à ce que tient une préfecture : convention, réunion, protocole."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse

# Par objet.
DOCUMENTS_AU_PLUS = 10


class DocumentQuerySet(models.QuerySet["Document"]):
    def de(self, objet):
        """Limite à ceux d'un objet, sans leur contenu."""
        genre = ContentType.objects.get_for_model(objet)
        return self.filter(content_type=genre, object_id=objet.pk).defer("contenu")


class Document(models.Model):
    """Fichier joint à un objet, qui en donne les droits (`remontees.documents`).

    Gardé dans la base, il se télécharge, et ne s'ouvre jamais dans le portail.
    """

    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    objet: Any = GenericForeignKey()
    nom = models.CharField("nom", max_length=150)
    type_mime = models.CharField("type", max_length=60)
    contenu = models.BinaryField("contenu")
    taille = models.PositiveIntegerField("taille (octets)")
    depose_le = models.DateTimeField("déposé le", auto_now_add=True)
    depose_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document joint"
        verbose_name_plural = "documents joints"
        ordering = ["-depose_le", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self):
        return self.nom

    def get_absolute_url(self):
        return reverse("document", args=[self.pk])
