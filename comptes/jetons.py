"""Les clés d'une personne : jeton de l'API, lien d'agenda."""

import datetime
import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone

DUREE_D_UN_JETON = datetime.timedelta(days=365)


class JetonQuerySet(models.QuerySet["Jeton"]):
    def trouver(self, secret, portee):
        """Rend le jeton de ce secret et de cette portée, en notant son usage, ou None."""
        vivants = self.filter(portee=portee, expire_le__gt=timezone.now())
        jeton = vivants.filter(empreinte=empreinte(secret)).select_related("utilisateur").first()
        if jeton is None or not jeton.utilisateur.is_active:
            return None
        self.filter(pk=jeton.pk).update(dernier_usage=timezone.now())
        return jeton

    def creer(self, utilisateur, nom, portee):
        """Crée un jeton d'un an ; rend (jeton, secret). Le secret ne se relit jamais."""
        secret = secrets.token_urlsafe(32)
        jeton = self.create(
            utilisateur=utilisateur,
            nom=nom,
            portee=portee,
            empreinte=empreinte(secret),
            expire_le=timezone.now() + DUREE_D_UN_JETON,
        )
        return jeton, secret


class Jeton(models.Model):
    """Clé de lecture de l'API, ou lien d'agenda ; seule son empreinte est gardée."""

    class Portee(models.TextChoices):
        AGENDA = "agenda", "Lien d’agenda : il ne donne que le calendrier des échéances"
        API = "api", "Jeton de l’API : il lit, avec vos droits, les mêmes données que vous"

    utilisateur = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="jetons")
    nom = models.CharField(
        "usage", max_length=100, help_text="Par exemple : mon agenda, tableau de la DDT."
    )
    # Une adresse donnée à un agenda circule plus qu'un jeton : elle n'ouvre pas l'API.
    portee = models.CharField("portée", max_length=6, choices=Portee, default=Portee.API)
    empreinte = models.CharField(max_length=64, unique=True, editable=False)
    cree_le = models.DateTimeField("créé le", auto_now_add=True)
    expire_le = models.DateTimeField("expire le")
    dernier_usage = models.DateTimeField("dernier usage", null=True)

    objects = JetonQuerySet.as_manager()

    class Meta:
        verbose_name = "jeton"
        ordering = ["-cree_le"]

    def __str__(self):
        return self.nom


def empreinte(secret):
    """Rend l'empreinte SHA-256 d'un secret, en hexadécimal."""
    return hashlib.sha256(secret.encode()).hexdigest()
