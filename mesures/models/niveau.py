"""Le niveau d'engagement d'une mesure, et son histoire."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from socle.dates import DateField
from socle.textes import TexteField

from .. import courriel
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


class ChangementDeNiveauQuerySet(models.QuerySet["ChangementDeNiveau"]):
    def modifiables_par(self, user):
        """Limite à ceux des mesures que tient `user`."""
        return self.filter(mesure__in=Mesure.objects.modifiables_par(user))

    def valables(self):
        """Limite à ceux que personne n'a retirés."""
        return self.filter(retire_le=None)

    def retirables(self):
        """Limite à ceux qu'on peut retirer : l'état de janvier 2019 est celui de la circulaire."""
        return self.valables().exclude(par=None)


class ChangementDeNiveau(models.Model):
    """Niveau d'engagement d'une mesure à partir d'une date : qui l'a posé, et pourquoi.

    Saisi par erreur, il se retire : il ne compte plus, et reste lisible avec son motif.
    """

    mesure = models.ForeignKey(Mesure, models.CASCADE, related_name="changements")
    niveau = models.CharField("niveau d’engagement", max_length=12, choices=Niveau)
    le = DateField("à partir du", validators=[valider_etat])
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
    retire_le = models.DateTimeField("retiré le", null=True, editable=False)
    retire_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="retiré par",
        editable=False,
    )
    motif_du_retrait = TexteField("motif du retrait", blank=True, editable=False)

    objects = ChangementDeNiveauQuerySet.as_manager()

    class Meta:
        verbose_name = "changement de niveau"
        verbose_name_plural = "changements de niveau"
        ordering = ["-le", "-pk"]

    def __str__(self):
        return f"{self.get_niveau_display()} ({self.le:%d/%m/%Y})"

    @property
    def est_retirable(self):
        """Vrai s'il peut être retiré (voir `retirables`)."""
        return self.retire_le is None and self.par_id is not None

    def clean(self):
        """Lève ValidationError si la mesure est déjà à ce niveau à cette date."""
        if self.le:
            avant = self.mesure.changements.valables().filter(le__lte=self.le).first()
            if avant and avant.niveau == self.niveau:
                raise ValidationError(
                    {"niveau": f"La mesure est à ce niveau depuis le {avant.le:%d/%m/%Y}."}
                )

    @transaction.atomic
    def retirer(self, user, motif):
        """Retire un changement saisi par erreur ; le dit à qui la mesure concerne.

        Lève ValidationError s'il est déjà retiré, ou vient de la circulaire.
        """
        verrouilles = type(self).objects.retirables().select_for_update()
        if not (actuel := verrouilles.filter(pk=self.pk).first()):
            raise ValidationError("Ce niveau est déjà retiré, ou est celui de la circulaire.")
        actuel.retire_le, actuel.retire_par = timezone.now(), user
        actuel.motif_du_retrait = motif
        actuel.save()
        courriel.envoyer_retrait_de_niveau(actuel)
