"""Le protocole d'engagements renforcés et réciproques d'un contrat (circulaire, annexe 1)."""

from typing import NamedTuple

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Count, F, Q, When
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from mesures.models import Mesure
from remontees.models import Document
from socle.champs import valider_fait
from socle.dates import DateField
from socle.recherche import Cherchable, RechercheQuerySet
from socle.textes import TexteField

from ..avancement import COMMENCE_LE, Avancement, commence
from ..querysets import ContratQuerySet, DuContratQuerySet
from .contrat import ContratDeVille
from .projet import GrandProjet
from .referentiel import Domaine, EngagementDijon, EngagementNational, PlanNational


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
        demandes = {
            "un engagement de l’État": Engagement.Partie.ETAT in parties,
            "un engagement d’une collectivité": bool(
                {Engagement.Partie.EPCI, Engagement.Partie.COMMUNE} & {*parties}
            ),
            "les signataires": self.contrat.signataires.exists(),
            "les trois principes": all(
                (self.approche_globale, self.differenciation, self.responsabilisation)
            ),
        }
        return [demande for demande, la in demandes.items() if not la]


class Declinaison(NamedTuple):
    """Combien de contrats déclinent une mesure, et combien par un protocole signé."""

    contrats: int = 0
    signes: int = 0


class EngagementQuerySet(RechercheQuerySet["Engagement"], ContratQuerySet["Engagement"]):
    contrat = "protocole__contrat__"

    def actifs(self):
        """Limite aux engagements qui ne sont pas abandonnés."""
        return self.exclude(etat=self.model.Etat.ABANDONNE)

    def en_compte(self, le):
        """Limite aux engagements actifs d'un protocole commencé à la date `le` ; ajoute
        `compte_pour`, le contrat (clé) qui les compte.

        Ceux d'un contrat réuni comptent pour le contrat d'agglomération, une fois celui-ci signé,
        tant que son protocole, qui les remplace, ne l'est pas.
        """
        reuni_dans = "protocole__contrat__reuni_dans"
        signature = f"{reuni_dans}__signe_le"
        reunis = Q(**{f"{reuni_dans}__isnull": False}) & (
            Q(**{signature: None}) | Q(**{f"{signature}__lte": le})
        )
        remplaces = reunis & Q(**{f"{reuni_dans}__protocole__signe_le__lte": le})
        return (
            self.actifs()
            .alias(commence_le=COMMENCE_LE)
            .filter(commence(le))
            .exclude(remplaces)
            .annotate(
                compte_pour=Case(When(reunis, then=F(reuni_dans)), default=F("protocole__contrat"))
            )
        )

    def signes(self, le):
        """Limite à ceux d'un protocole signé à la date `le` ; les autres sont promis."""
        return self.filter(protocole__signe_le__lte=le)

    def en_vigueur(self, le):
        """Limite aux engagements qui comptent, d'un contrat qui court à la date `le`."""
        return self.en_compte(le).courants(le)

    def en_retard(self, le):
        """Limite à ceux dont l'échéance est passée à la date `le`, sans être réalisés."""
        return self.actifs().exclude(etat=self.model.Etat.REALISE).filter(echeance_le__lt=le)

    def contrats_par_mesure(self, le, codes=None):
        """Rend {clé d'une mesure: `Declinaison` à la date `le`} de celles qui sont déclinées.

        `codes` limite aux contrats de ces départements, pilotes ou associés.
        """
        en_vigueur = self.en_vigueur(le)
        return (en_vigueur if codes is None else en_vigueur.touchant(codes)).par_mesure(le)

    def par_mesure(self, le):
        """Rend {clé d'une mesure: `Declinaison` à la date `le`} de ces engagements qui comptent."""
        signes = Q(protocole__signe_le__lte=le)
        declines = self.order_by().filter(mesures__isnull=False).values_list("mesures")
        comptes = declines.annotate(
            Count("compte_pour", distinct=True),
            signes=Count("compte_pour", distinct=True, filter=signes),
        )
        return {mesure: Declinaison(*nombres) for mesure, *nombres in comptes}

    def avec_declinaison(self):
        """Lit d'avance ce que chaque engagement décline, que montrent toutes les tables."""
        return self.select_related(
            "domaine", "engagement_dijon__domaine", "engagement_national", "projet"
        ).prefetch_related("mesures", "etapes")


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
    pilote = models.CharField(
        "pilote", max_length=200, blank=True, help_text="Le service ou la fonction qui en répond."
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
    echeance_le = DateField("échéance", null=True, blank=True)
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
        return f"{self.texte} {self.partie_nom} {self.pilote} {self.indicateur}"

    @property
    def est_en_retard(self):
        """Vrai quand son échéance est passée, et qu'il n'est ni réalisé ni abandonné."""
        finis = (self.Etat.REALISE, self.Etat.ABANDONNE)
        passee = self.echeance_le is not None and self.echeance_le < timezone.localdate()
        return passee and self.etat not in finis

    @property
    def reperes(self):
        """Ce qu'il décline, en quelques mots ; une annexe du protocole en donne le texte entier."""
        reperes = []
        if self.engagement_dijon:
            reperes.append(f"pacte de Dijon, {self.engagement_dijon.numero}")
        reperes += [f"mesure {mesure.code}, {mesure.bref}" for mesure in self.mesures.all()]
        if self.engagement_national:
            reperes.append(f"convention nationale, {self.engagement_national.numero}")
        return reperes

    @property
    def qui(self):
        """La partie engagée, par son nom quand il est donné."""
        return self.partie_nom or self.get_partie_display()
