"""Le journal des relances : qui a reçu laquelle, pour quelle campagne."""

from django.conf import settings
from django.db import models

from socle.dates import DateField

from .campagne import Campagne


class Palier(models.IntegerChoices):
    """Distance à l'échéance, en jours, où une relance part ; négative avant, positive après."""

    QUINZE_AVANT = -15, "15 jours avant l’échéance"
    SEPT_AVANT = -7, "7 jours avant l’échéance"
    VEILLE = -1, "la veille de l’échéance"
    LENDEMAIN = 1, "le lendemain de l’échéance"
    SEPT_APRES = 7, "7 jours après l’échéance"
    QUINZE_APRES = 15, "15 jours après l’échéance"

    @classmethod
    def atteint(cls, due):
        """Rend le dernier palier qu'atteint une `Due` aujourd'hui, ou None avant le premier."""
        ecart = -due.jours_restants
        return max((palier for palier in cls if palier <= ecart), default=None)


# Le palier d'une relance que quelqu'un envoie lui-même, un jour qui lui convient.
A_LA_MAIN = 0


class RelanceQuerySet(models.QuerySet):
    def visibles_par(self, user):
        """Limite à celles qu'a reçues, ou envoyées, `user` ; le CGET les voit toutes."""
        if user.est_cget:
            return self.all()
        return self.filter(models.Q(utilisateur=user) | models.Q(par=user))


class Relance(models.Model):
    """Relance envoyée à une personne, pour une campagne, un territoire et un palier."""

    campagne = models.ForeignKey(Campagne, models.CASCADE, related_name="relances")
    utilisateur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="relances", null=True
    )
    adresse = models.EmailField("adresse de qui n’a pas de compte", blank=True)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="envoyée par",
        help_text="Vide : le portail, de lui-même.",
    )
    departement = models.ForeignKey(
        "quartiers.Departement", models.CASCADE, related_name="+", null=True
    )
    region = models.ForeignKey("quartiers.Region", models.CASCADE, related_name="+", null=True)
    echeance_le = DateField("échéance rappelée")
    palier = models.SmallIntegerField("palier", choices=[(A_LA_MAIN, "à la main"), *Palier.choices])
    envoyee_le = models.DateTimeField("envoyée le", auto_now_add=True)

    objects = RelanceQuerySet.as_manager()

    class Meta:
        verbose_name = "relance"
        ordering = ["-envoyee_le", "-pk"]
        constraints = [
            # Deux machines qui relancent en même temps n'écrivent qu'une fois.
            models.UniqueConstraint(
                name="relance_unique",
                fields=["campagne", "utilisateur", "departement", "echeance_le", "palier"],
                condition=~models.Q(palier=A_LA_MAIN),
            ),
            models.UniqueConstraint(
                name="relance_de_region_unique",
                fields=["campagne", "utilisateur", "region", "echeance_le", "palier"],
                condition=~models.Q(palier=A_LA_MAIN),
            ),
            models.UniqueConstraint(
                name="relance_sans_compte_unique",
                fields=["campagne", "adresse", "departement", "echeance_le", "palier"],
                condition=models.Q(utilisateur=None) & ~models.Q(palier=A_LA_MAIN),
            ),
        ]

    def __str__(self):
        return f"{self.campagne}, {self.destinataire} : {self.get_palier_display()}"

    @property
    def destinataire(self):
        """La personne, ou l'adresse de qui n'a pas de compte."""
        return self.utilisateur or self.adresse

    @property
    def territoire(self):
        """Le département, ou la région, qui doit encore quelque chose."""
        return self.departement or self.region


class RefusDeRelances(models.Model):
    """Personne qui ne veut pas des relances des campagnes facultatives."""

    utilisateur = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="refus_de_relances",
    )

    class Meta:
        verbose_name = "refus des relances facultatives"
