"""Le protocole d'engagements renforcés et réciproques d'un contrat (circulaire, annexe 1)."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from mesures.models import Mesure
from socle.champs import valider_fait
from socle.recherche import Cherchable, RechercheQuerySet
from socle.textes import TexteField

from ..querysets import ContratQuerySet, DuContratQuerySet
from .contrat import Avancement, ContratDeVille
from .projet import GrandProjet
from .referentiel import Domaine, EngagementDijon, EngagementNational, PlanNational

# « Vous engagerez leur rénovation [...] pour qu'elle soit effective avant fin juillet 2019. »
ECHEANCE_DE_RENOVATION = datetime.date(2019, 7, 31)


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
    negociation_le = models.DateField(
        "négociation engagée le", null=True, blank=True, validators=[valider_fait]
    )
    signature_prevue_le = models.DateField("signature prévue le", null=True, blank=True)
    signe_le = models.DateField("signé le", null=True, blank=True, validators=[valider_fait])
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
        """Lève ValidationError pour une signature d'avant la négociation."""
        if self.negociation_le and self.signe_le and self.signe_le < self.negociation_le:
            raise ValidationError({"signe_le": "La signature est antérieure à la négociation."})

    @property
    def est_en_retard(self):
        """Vrai quand l'échéance de fin juillet 2019 est passée sans signature à temps."""
        fini_le = self.signe_le or timezone.localdate()
        return fini_le > ECHEANCE_DE_RENOVATION


class EngagementQuerySet(RechercheQuerySet["Engagement"], ContratQuerySet["Engagement"]):
    contrat = "protocole__contrat__"

    def actifs(self):
        """Limite aux engagements qui ne sont pas abandonnés."""
        return self.exclude(etat=self.model.Etat.ABANDONNE)

    def en_vigueur(self):
        """Limite aux engagements actifs d'un contrat qui n'est pas réuni dans un autre."""
        return self.actifs().filter(protocole__contrat__reuni_dans=None)

    def contrats_par_mesure(self, codes=None):
        """Rend {clé d'une mesure: nombre de contrats en vigueur qui la déclinent}, sans les zéros.

        `codes` limite aux contrats de ces départements, pilotes ou associés.
        """
        engagements = self.en_vigueur() if codes is None else self.en_vigueur().touchant(codes)
        declines = engagements.order_by().filter(mesures__isnull=False).values_list("mesures")
        return dict(declines.annotate(Count("protocole__contrat", distinct=True)))

    def avec_declinaison(self):
        """Lit d'avance ce que chaque engagement décline, que montrent toutes les tables."""
        return self.select_related(
            "domaine", "engagement_dijon__domaine", "engagement_national", "projet"
        ).prefetch_related("mesures")


class Engagement(Cherchable):
    """Engagement réciproque d'une partie au protocole."""

    class Partie(models.TextChoices):
        ETAT = "etat", "État"
        EPCI = "epci", "Intercommunalité (EPCI)"
        COMMUNE = "commune", "Commune"
        AUTRE = "autre", "Autre signataire"

    class Etat(models.TextChoices):
        PREVU = "prevu", "Prévu"
        EN_COURS = "en_cours", "En cours"
        REALISE = "realise", "Réalisé"
        ABANDONNE = "abandonne", "Abandonné"

    protocole = models.ForeignKey(Protocole, models.CASCADE, related_name="engagements")
    partie = models.CharField("partie", max_length=10, choices=Partie)
    partie_nom = models.CharField(
        "nom de la partie", max_length=200, blank=True, help_text="Par exemple : ville de Lille."
    )
    texte = TexteField("engagement")
    domaine = models.ForeignKey(Domaine, models.PROTECT, related_name="engagements")
    engagement_dijon = models.ForeignKey(
        EngagementDijon,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="engagements",
        verbose_name="engagement du pacte de Dijon décliné",
    )
    mesures = models.ManyToManyField(
        Mesure, blank=True, related_name="engagements", verbose_name="mesures déclinées"
    )
    engagement_national = models.ForeignKey(
        EngagementNational,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="engagements",
        verbose_name="engagement de convention nationale repris",
    )
    projet = models.ForeignKey(
        GrandProjet,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="engagements",
        verbose_name="grand projet",
    )
    indicateur = models.CharField("indicateur", max_length=250, blank=True)
    unite = models.CharField("unité", max_length=50, blank=True)
    reference = models.DecimalField(
        "valeur de référence", max_digits=16, decimal_places=2, null=True, blank=True
    )
    cible = models.DecimalField("cible", max_digits=16, decimal_places=2, null=True, blank=True)
    echeance_le = models.DateField("échéance", null=True, blank=True)
    etat = models.CharField("état", max_length=10, choices=Etat, default=Etat.PREVU)

    history = HistoricalRecords(excluded_fields=["recherche"])
    objects = EngagementQuerySet.as_manager()

    class Meta:
        verbose_name = "engagement"
        ordering = ["domaine__rang", "partie", "pk"]
        constraints = [
            models.CheckConstraint(
                name="engagement_cible_avec_indicateur",
                condition=Q(cible__isnull=True) | ~Q(indicateur=""),
                violation_error_message="Dites quel indicateur mesure cette cible.",
                violation_error_code="indicateur",
            )
        ]

    def __str__(self):
        return self.texte

    def texte_cherche(self):
        return f"{self.texte} {self.partie_nom} {self.indicateur}"

    @property
    def qui(self):
        """La partie engagée, par son nom quand il est donné."""
        return self.partie_nom or self.get_partie_display()
