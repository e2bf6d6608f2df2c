"""Le parapheur : ce qu'un agent soumet à la signature, et ce que son valideur en fait.

Rien n'en sort de la préfecture.
"""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from comptes.models import Utilisateur
from quartiers.models import Departement, Region
from socle.textes import TexteField


class SoumissionQuerySet(models.QuerySet["Soumission"]):
    def en_cours(self):
        """Limite à celles qui attendent une signature."""
        return self.filter(issue="")

    def a_signer_par(self, user):
        """Limite à celles qui attendent la signature de `user`, ou de qui il remplace.

        Adressées à une personne partie, elles reviennent à tous.
        """
        territoires = Q(departement__in=user.codes_departements_a_signer) | Q(
            region__in=user.codes_regions_a_signer
        )
        adressees = (
            Q(valideur=None)
            | Q(valideur__is_active=False)
            | Q(valideur__in=[user, *user.delegants])
        )
        en_cours = self.en_cours().filter(territoires, adressees)
        return en_cours.select_related("soumise_par").prefetch_related("remontee")


class Soumission(models.Model):
    """Passage d'une remontée par le parapheur : soumise par qui, à qui, et ce qu'il en advint."""

    class Issue(models.TextChoices):
        REPRISE = "reprise", "Reprise"
        RETOURNEE = "retournee", "Retournée"
        TRANSMISE = "transmise", "Transmise"

    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    remontee: Any = GenericForeignKey()
    departement = models.ForeignKey(
        Departement, models.PROTECT, verbose_name="département", null=True, related_name="+"
    )
    region = models.ForeignKey(
        Region, models.PROTECT, verbose_name="région", null=True, related_name="+"
    )
    etat_avant = models.CharField("état où elle revient", max_length=12)
    empreinte = models.CharField("empreinte de ce qui est soumis", max_length=64)
    soumise_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="soumise par",
    )
    soumise_le = models.DateTimeField("soumise le", auto_now_add=True)
    valideur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="à qui",
        help_text="Vide : à tous les valideurs du territoire.",
    )
    issue = models.CharField("issue", max_length=10, choices=Issue, blank=True)
    finie_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="finie par",
    )
    finie_le = models.DateTimeField("finie le", null=True)
    mot = TexteField("mot du valideur", blank=True)
    annotations = models.JSONField("mots par partie", default=dict, editable=False)

    objects = SoumissionQuerySet.as_manager()

    class Meta:
        verbose_name = "soumission"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]
        constraints = [
            models.UniqueConstraint(
                name="soumission_en_cours_unique",
                fields=["content_type", "object_id"],
                condition=Q(issue=""),
            ),
            models.CheckConstraint(
                name="soumission_un_territoire",
                condition=Q(departement__isnull=True) ^ Q(region__isnull=True),
            ),
        ]

    def __str__(self):
        return f"Soumission n° {self.pk}"

    @property
    def territoire(self):
        """Le département, ou la région, de la remontée."""
        return self.departement or self.region

    @property
    def est_retournee(self):
        return self.issue == self.Issue.RETOURNEE

    def signataires(self):
        """Rend les personnes qu'elle attend : le valideur choisi, qui le remplace, ou tous."""
        if self.valideur and self.valideur.is_active:
            return [self.valideur, *self.valideur.suppleants]
        return list(Utilisateur.objects.valideurs_de(self.territoire))
