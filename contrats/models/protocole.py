"""Le protocole d'engagements renforcés et réciproques d'un contrat (circulaire, annexe 1)."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from remontees.models import Document
from socle.champs import valider_fait
from socle.dates import DateField
from socle.textes import TexteField

from ..avancement import Avancement
from ..querysets import DuContratQuerySet
from .contrat import ContratDeVille
from .referentiel import PlanNational


class ProtocoleQuerySet(DuContratQuerySet["Protocole"]):
    def ouvrir(self, contrat):
        """Rend le protocole du contrat, ou un neuf (non enregistré) si rien n'est engagé."""
        return self.filter(contrat=contrat).first() or self.model(contrat=contrat)


class Protocole(models.Model):
    """Rénovation d'un contrat de ville : ses trois principes et ses engagements réciproques."""

    contrat = models.OneToOneField(ContratDeVille, models.CASCADE, related_name="protocole")
    avancement = models.CharField(
        "avancement", max_length=15, choices=Avancement, default=Avancement.A_ENGAGER
    )
    negociation_le = DateField(
        "négociation engagée le", null=True, blank=True, validators=[valider_fait]
    )
    signature_prevue_le = DateField("signature prévue le", null=True, blank=True)
    signe_le = DateField("signé le", null=True, blank=True, validators=[valider_fait])
    approche_globale = TexteField(
        "a) approche globale de l’action publique",
        blank=True,
        help_text="La politique de la ville n’est pas l’affaire que des quartiers : logement, "
        "mixité sociale, plans nationaux.",
    )
    differenciation = TexteField(
        "b) différenciation en fonction des territoires",
        blank=True,
        help_text="Dynamiques locales, portage intercommunal, villes moyennes, grands ensembles, "
        "centres anciens dégradés.",
    )
    responsabilisation = TexteField("c) responsabilisation et évaluation des acteurs", blank=True)
    enfance = TexteField("enfance et soutien à la parentalité", blank=True)
    conseils_citoyens = TexteField("participation des conseils citoyens", blank=True)
    associations = TexteField("participation des associations", blank=True)
    entreprises = TexteField("participation des entreprises", blank=True)
    plans = models.ManyToManyField(
        PlanNational, blank=True, related_name="protocoles", verbose_name="plans nationaux déclinés"
    )

    documents = GenericRelation(Document)

    history = HistoricalRecords()
    objects = ProtocoleQuerySet.as_manager()

    class Meta:
        verbose_name = "protocole"
        constraints = [
            models.CheckConstraint(
                name="protocole_signature_datee",
                condition=~Q(avancement="signe") | Q(signe_le__isnull=False),
                violation_error_message="Donnez la date de signature du protocole.",
                violation_error_code="signe_le",
            ),
            models.CheckConstraint(
                name="protocole_signe_si_date",
                condition=Q(signe_le__isnull=True) | Q(avancement="signe"),
                violation_error_message="Un protocole daté de sa signature est « Signé ».",
                violation_error_code="avancement",
            ),
        ]

    def __str__(self):
        return f"Protocole d’engagements, {self.contrat}"

    def get_absolute_url(self):
        return reverse("contrats:protocole", args=[self.contrat_id])

    def clean(self):
        """Lève ValidationError pour une négociation sans date, ou une signature d'avant elle."""
        if self.avancement == Avancement.EN_NEGOCIATION and not self.negociation_le:
            raise ValidationError({"negociation_le": "Donnez la date où elle s’est engagée."})
        if self.negociation_le and self.signe_le and self.signe_le < self.negociation_le:
            raise ValidationError({"signe_le": "La signature est antérieure à la négociation."})

    def a_completer(self):
        """Rend ce que la circulaire demande à un protocole signé et qui manque à celui-ci.

        Des engagements de l'État et des collectivités, des signataires, les trois principes.
        """
        parties = set(self.engagements.actifs().values_list("partie", flat=True)) if self.pk else ()
        partie = self.engagements.model.Partie
        demandes = {
            "un engagement de l’État": partie.ETAT in parties,
            "un engagement d’une collectivité": bool({partie.EPCI, partie.COMMUNE} & {*parties}),
            "les signataires": self.contrat.signataires.exists(),
            "les trois principes": all(
                (self.approche_globale, self.differenciation, self.responsabilisation)
            ),
        }
        return [demande for demande, la in demandes.items() if not la]
