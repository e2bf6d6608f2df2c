"""L'adresse sans compte d'une page qu'une préfecture a choisi de rendre publique."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

# Cent vingt-huit bits : une adresse ne se devine pas, et le nombre des pages non plus.
OCTETS_DU_JETON = 16


def tirer_un_jeton():
    """Rend un jeton neuf, qui s'écrit dans une adresse."""
    return secrets.token_urlsafe(OCTETS_DU_JETON)


class LienPublicQuerySet(models.QuerySet["LienPublic"]):
    def ouverts(self):
        """Limite à ceux qui s'ouvrent."""
        return self.filter(ferme_le=None)

    def de(self, objet):
        """Limite au lien ouvert d'un objet, s'il en a un."""
        genre = ContentType.objects.get_for_model(objet)
        return self.ouverts().filter(content_type=genre, object_id=objet.pk)

    def ouvrir(self, objet, user):
        """Rend public un objet ; déjà public, il garde son lien. Rend le `LienPublic`."""
        genre = ContentType.objects.get_for_model(objet)
        lien, _ = self.get_or_create(
            {"ouvert_par": user}, content_type=genre, object_id=objet.pk, ferme_le=None
        )
        return lien

    def fermer(self, user=None):
        """Retire du public ce que montrent ces liens : ils ne s'ouvriront plus.

        `user` est qui le retire ; None, quand la page s'en va avec ce qu'elle montrait.
        """
        return self.ouverts().update(ferme_le=timezone.now(), ferme_par=user)


class LienPublic(models.Model):
    """Lien d'un objet inscrit (`remontees.publics`), qui le montre à qui l'a, sans compte.

    Le jeton se garde en clair : ce qu'il montre est public, et sa préfecture le relit. Fermé, il
    reste : il dit qui a rendu public, qui a retiré, et quand.
    """

    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    objet: Any = GenericForeignKey()
    jeton = models.CharField(
        "jeton", max_length=43, unique=True, default=tirer_un_jeton, editable=False
    )
    ouvert_le = models.DateTimeField("rendu public le", auto_now_add=True)
    ouvert_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="rendu public par",
    )
    ferme_le = models.DateTimeField("retiré le", null=True)
    ferme_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="retiré par",
    )

    objects = LienPublicQuerySet.as_manager()

    class Meta:
        verbose_name = "lien public"
        verbose_name_plural = "liens publics"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="lien_public_ouvert_unique",
                fields=["content_type", "object_id"],
                condition=Q(ferme_le=None),
            )
        ]

    def __str__(self):
        return f"Lien public n° {self.pk}"

    def get_absolute_url(self):
        return reverse("public", args=[self.jeton])

    @property
    def adresse(self):
        """Son adresse entière, à donner aux habitants."""
        return f"{settings.ADRESSE_DU_PORTAIL}{self.get_absolute_url()}"
