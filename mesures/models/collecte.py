"""La collecte : ce que les ministères chefs de file doivent donner, et pour quand."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from remontees.models import Palier
from remontees.periodes import Semestre, jour_ouvre
from socle.dates import DateField
from socle.textes import TexteField

from .indicateur import Indicateur
from .referentiel import Mesure, Ministere


class CollecteQuerySet(models.QuerySet["Collecte"]):
    def ouvertes(self, le):
        """Limite à celles dont le jour d'ouverture est venu, à la date `le`."""
        return self.filter(ouverture_le__lte=le).prefetch_related("ministeres")


class Collecte(models.Model):
    """Campagne auprès des ministères : les valeurs d'un semestre, pour une échéance."""

    periode = models.CharField("semestre", max_length=7, unique=True)
    ouverture_le = DateField("ouverture")
    echeance_le = DateField("échéance")
    consignes = TexteField("consignes", blank=True)
    ministeres = models.ManyToManyField(
        Ministere,
        blank=True,
        related_name="collectes",
        verbose_name="ministères",
        help_text="Aucun coché : la collecte s’adresse à tous.",
    )

    history = HistoricalRecords()
    objects = CollecteQuerySet.as_manager()

    class Meta:
        verbose_name = "collecte"
        ordering = ["-periode"]
        constraints = [
            models.CheckConstraint(
                name="collecte_echeance_apres_ouverture",
                condition=models.Q(echeance_le__gte=models.F("ouverture_le")),
                violation_error_message="L’échéance ne peut pas précéder l’ouverture.",
                violation_error_code="echeance_le",
            )
        ]

    def __str__(self):
        return f"Collecte du {self.semestre.libelle}"

    def get_absolute_url(self):
        return reverse("mesures:collecte", args=[self.pk])

    @property
    def semestre(self):
        return Semestre.lire(self.periode)

    @property
    def jours_restants(self):
        """Nombre de jours avant le dernier jour ouvré où répondre ; négatif quand il est passé."""
        return (jour_ouvre(self.echeance_le) - timezone.localdate()).days

    def concerne(self, ministere):
        """Dit si elle s'adresse à ce ministère."""
        choisis = self.ministeres.all()
        return not choisis or ministere in choisis

    def restants(self):
        """Rend {ministère: [`Indicateur` qu'il doit encore]}, dans l'ordre des ministères.

        Un ministère est là dès qu'il mène une mesure, même s'il ne doit plus rien.
        """
        menees = Mesure.objects.exclude(chef_de_file=None).select_related("chef_de_file")
        chefs = {m.pk: m.chef_de_file for m in menees if m.chef_de_file}
        restants: dict[Ministere, list[Indicateur]] = {
            ministere: []
            for ministere in sorted(set(chefs.values()), key=str)
            if self.concerne(ministere)
        }
        indicateurs = Indicateur.objects.a_produire().filter(mesure__in=list(chefs))
        for indicateur in indicateurs.annotate(derniere_le=Max("valeurs__le")):
            if (chef := chefs[indicateur.mesure_id]) in restants and self._attend(indicateur):
                restants[chef].append(indicateur)
        return restants

    def _attend(self, indicateur):
        """Dit si l'indicateur (avec `derniere_le`) n'a pas de valeur pour ce semestre."""
        if indicateur.derniere_le is None:
            return True
        if indicateur.frequence == Indicateur.Frequence.UNE_FOIS:
            return False
        return indicateur.derniere_le < self._depuis(indicateur.mois)

    def _depuis(self, mois):
        """Rend le premier jour de la dernière période de `mois` mois que le semestre achève."""
        fin = self.semestre.fin
        annee, mois_de_fin = fin.year, fin.month // mois * mois
        if not mois_de_fin:
            annee, mois_de_fin = annee - 1, 12
        return datetime.date(annee, mois_de_fin - mois + 1, 1)


class RelanceDeCollecte(models.Model):
    """Relance envoyée à un membre d'un ministère, pour une collecte et un palier."""

    collecte = models.ForeignKey(Collecte, models.CASCADE, related_name="relances")
    utilisateur = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    echeance_le = DateField("échéance rappelée")
    palier = models.SmallIntegerField("palier", choices=Palier)
    envoyee_le = models.DateTimeField("envoyée le", auto_now_add=True)

    class Meta:
        verbose_name = "relance d’un ministère"
        verbose_name_plural = "relances des ministères"
        ordering = ["-envoyee_le", "-pk"]
        constraints = [
            # Deux machines qui relancent en même temps n'écrivent qu'une fois.
            models.UniqueConstraint(
                name="relance_de_collecte_unique",
                fields=["collecte", "utilisateur", "echeance_le", "palier"],
            )
        ]

    def __str__(self):
        return f"{self.collecte}, {self.utilisateur} : {self.get_palier_display()}"
