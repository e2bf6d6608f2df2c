"""Ce que les valideurs font des comptes de leur préfecture : l'administrateur le lit."""

from django.conf import settings
from django.db import models


class GesteDeCompteQuerySet(models.QuerySet["GesteDeCompte"]):
    def noter(self, par, geste, personne):
        """Note ce qu'un valideur vient de faire ; l'administrateur, lui, fait son travail."""
        if not par.est_administrateur:
            self.create(par=par, geste=geste, personne=personne)


class GesteDeCompte(models.Model):
    """Compte qu'un valideur a ouvert, rouvert, désactivé ou remplacé dans sa préfecture."""

    class Geste(models.TextChoices):
        INVITATION = "invitation", "Invitation"
        DESACTIVATION = "desactivation", "Désactivation"
        PASSATION = "passation", "Passation"

    par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par"
    )
    personne = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="compte"
    )
    geste = models.CharField("geste", max_length=13, choices=Geste)
    le = models.DateTimeField("le", auto_now_add=True)

    objects = GesteDeCompteQuerySet.as_manager()

    class Meta:
        verbose_name = "geste sur un compte"
        verbose_name_plural = "gestes sur les comptes"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.par}, {self.get_geste_display().lower()} de {self.personne}"
