"""Le tableau national en PDF, par courriel, au rythme que chacun choisit."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

# Le matin du lundi, ou du premier du mois, avant la première réunion.
HEURE = datetime.time(7)


class AbonnementQuerySet(models.QuerySet["Abonnement"]):
    def dus(self, maintenant):
        """Limite à ceux dont le rendez-vous est passé depuis leur dernier envoi.

        Un envoi à venir fut écrit par une horloge déréglée : il ne retient rien.
        """
        attendus = Q()
        for rythme in (Abonnement.Rythme.SEMAINE, Abonnement.Rythme.MOIS):
            faits = Q(envoye_le__range=(dernier_rendez_vous(rythme, maintenant), maintenant))
            attendus |= Q(rythme=rythme) & ~faits
        joignables = self.filter(utilisateur__is_active=True).exclude(utilisateur__email="")
        return joignables.filter(attendus).select_related("utilisateur")


class Abonnement(models.Model):
    """À quel rythme une personne reçoit le tableau national en PDF."""

    class Rythme(models.TextChoices):
        JAMAIS = "jamais", "Jamais"
        SEMAINE = "semaine", "Chaque semaine, le lundi matin"
        MOIS = "mois", "Chaque mois, le premier au matin"

    utilisateur = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="abonnement"
    )
    rythme = models.CharField("rythme", max_length=7, choices=Rythme, default=Rythme.JAMAIS)
    # Du choix, tant que rien n'est parti : on ne reçoit rien du rendez-vous d'avant.
    envoye_le = models.DateTimeField("dernier envoi", default=timezone.now, editable=False)

    objects = AbonnementQuerySet.as_manager()

    class Meta:
        verbose_name = "abonnement au tableau national"
        verbose_name_plural = "abonnements au tableau national"

    def __str__(self):
        return f"{self.utilisateur} : {self.get_rythme_display().lower()}"

    def prendre(self, maintenant):
        """Note l'envoi ; rend faux si un autre travailleur l'a déjà fait."""
        libre = Abonnement.objects.filter(pk=self.pk, envoye_le=self.envoye_le)
        return bool(libre.update(envoye_le=maintenant))


def dernier_rendez_vous(rythme, maintenant):
    """Rend l'instant du dernier lundi, ou du dernier premier du mois, à sept heures."""
    jour = timezone.localdate(maintenant)
    if timezone.localtime(maintenant).time() < HEURE:
        jour -= datetime.timedelta(days=1)
    if rythme == Abonnement.Rythme.SEMAINE:
        jour -= datetime.timedelta(days=jour.weekday())
    else:
        jour = jour.replace(day=1)
    return timezone.make_aware(datetime.datetime.combine(jour, HEURE))
