"""Le délai de plus qu'une préfecture demande pour une campagne, et ce qu'en décide le CGET.

Chaque demande et sa décision restent : c'est leur journal.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from quartiers.models import Departement, Region
from socle.dates import DateField

from ..courriel_des_campagnes import (
    envoyer_decision_de_prolongation,
    envoyer_demande_de_prolongation,
)
from .campagne import Campagne


class ProlongationQuerySet(models.QuerySet["Prolongation"]):
    def decidables_par(self, user):
        """Limite à celles dont décide, ou a décidé, `user` : du CGET, dans ses territoires."""
        siens = Q(departement__in=user.codes_departements) | Q(region__in=user.codes_regions)
        return self.filter(siens) if user.est_cget else self.none()

    def demandees(self):
        """Limite à celles qui attendent une décision."""
        return self.filter(etat=self.model.Etat.DEMANDEE)


class Prolongation(models.Model):
    """Délai de plus pour un territoire et une campagne : demandé, puis accordé ou refusé."""

    class Etat(models.TextChoices):
        DEMANDEE = "demandee", "Demandée"
        ACCORDEE = "accordee", "Accordée"
        REFUSEE = "refusee", "Refusée"

    campagne = models.ForeignKey(Campagne, models.CASCADE, related_name="prolongations")
    departement = models.ForeignKey(
        Departement, models.PROTECT, verbose_name="département", null=True, related_name="+"
    )
    region = models.ForeignKey(
        Region, models.PROTECT, verbose_name="région", null=True, related_name="+"
    )
    jusqu_au = DateField("jusqu’au")
    motif = models.CharField("pourquoi", max_length=250)
    demandee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="demandée par",
    )
    demandee_le = models.DateTimeField("demandée le", auto_now_add=True)
    etat = models.CharField("état", max_length=8, choices=Etat, default=Etat.DEMANDEE)
    raison = models.CharField("raison de la décision", max_length=250, blank=True)
    decidee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="décidée par",
    )
    decidee_le = models.DateTimeField("décidée le", null=True)

    objects = ProlongationQuerySet.as_manager()

    class Meta:
        verbose_name = "prolongation"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="prolongation_un_territoire",
                condition=Q(departement__isnull=True) ^ Q(region__isnull=True),
            ),
            models.UniqueConstraint(
                name="prolongation_demandee_unique",
                fields=["campagne", "departement"],
                condition=Q(etat="demandee"),
            ),
            models.UniqueConstraint(
                name="prolongation_de_region_demandee_unique",
                fields=["campagne", "region"],
                condition=Q(etat="demandee"),
            ),
        ]

    def __str__(self):
        return f"{self.campagne}, {self.territoire}"

    def get_absolute_url(self):
        return reverse("prolongation", args=[self.pk])

    @property
    def territoire(self):
        """Le département, ou la région, qui la demande."""
        return self.departement or self.region

    def clean(self):
        """Lève ValidationError pour un jour passé, trop lointain, ou qui ne prolonge rien."""
        siennes = self.campagne.prolongations.demandees().exclude(pk=self.pk)
        if siennes.filter(departement=self.departement, region=self.region).exists():
            raise ValidationError("Un délai est déjà demandé : attendez sa réponse.")
        if not self.jusqu_au:
            return
        if self.jusqu_au < timezone.localdate():
            raise ValidationError({"jusqu_au": "Cette date est passée."})
        if self.jusqu_au <= self.campagne.echeance_de(self.territoire.pk).jour:
            raise ValidationError({"jusqu_au": "Cette date ne prolonge pas l’échéance."})
        if (self.jusqu_au - timezone.localdate()).days > 366:
            raise ValidationError({"jusqu_au": "Donnez une date dans l’année."})

    @transaction.atomic
    def demander(self, user):
        """Enregistre la demande de `user`, et prévient qui la décidera."""
        self.demandee_par = user
        self.save()
        envoyer_demande_de_prolongation(self)

    @transaction.atomic
    def decider(self, user, etat, jusqu_au, raison):
        """Accorde jusqu'à ce jour, ou refuse, avec une raison.

        Lève ValidationError si elle est déjà décidée.
        """
        actuelle = Prolongation.objects.select_for_update().get(pk=self.pk)
        if actuelle.etat != self.Etat.DEMANDEE:
            raise ValidationError(f"Cette demande est déjà {actuelle.get_etat_display().lower()}.")
        self.etat, self.raison, self.jusqu_au = etat, raison, jusqu_au
        self.decidee_par, self.decidee_le = user, timezone.now()
        self.save()
        envoyer_decision_de_prolongation(self)
