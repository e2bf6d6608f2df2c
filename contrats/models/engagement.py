"""Les engagements réciproques d'un protocole, et pour quel contrat chacun compte."""

from typing import NamedTuple

from django.db import models
from django.db.models import Case, Count, ExpressionWrapper, F, Q, When
from django.utils import timezone
from simple_history.models import HistoricalRecords

from mesures.models import Mesure
from socle.dates import DateField
from socle.recherche import Cherchable, RechercheQuerySet
from socle.textes import TexteField

from ..avancement import COMMENCE_LE, commence, est_signe
from ..querysets import ContratQuerySet
from .projet import GrandProjet
from .protocole import Protocole
from .referentiel import Domaine, EngagementDijon, EngagementNational


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

    def en_vigueur(self, le):
        """Limite aux engagements qui comptent, d'un contrat qui court à la date `le`."""
        return self.en_compte(le).courants(le)

    def en_retard(self, le):
        """Limite à ceux dont l'échéance est passée à la date `le`, sans être réalisés."""
        return self.filter(self._en_retard(le))

    def _en_retard(self, le):
        finis = (self.model.Etat.ABANDONNE, self.model.Etat.REALISE)
        return Q(echeance_le__lt=le) & ~Q(etat__in=finis)

    def resumer(self, le):
        """Rend de combien de `contrats` sont ces engagements, et combien sont `en_retard` à la date
        `le`.
        """
        return self.order_by().aggregate(
            contrats=Count("protocole__contrat", distinct=True),
            en_retard=Count("pk", filter=self._en_retard(le)),
        )

    def decrire(self, le):
        """Rend une ligne de chaque engagement qui compte, et par mesure qu'il décline : sa clé, son
        contrat, l'engagement du pacte et la mesure (clés), s'il est en retard et d'un protocole
        signé à la date `le`.
        """
        conditions = (
            ExpressionWrapper(condition, models.BooleanField())
            for condition in (self._en_retard(le), est_signe(le))
        )
        return self.order_by().values_list(
            "pk", "compte_pour", "engagement_dijon", "mesures", *conditions
        )

    def contrats_par_mesure(self, le, codes=None):
        """Rend {clé d'une mesure: `Declinaison` à la date `le`} de celles qui sont déclinées.

        `codes` limite aux contrats de ces départements, pilotes ou associés.
        """
        en_vigueur = self.en_vigueur(le)
        return (en_vigueur if codes is None else en_vigueur.touchant(codes)).par_mesure(le)

    def par_mesure(self, le):
        """Rend {clé d'une mesure: `Declinaison` à la date `le`} de ces engagements qui comptent."""
        declines = self.order_by().filter(mesures__isnull=False).values_list("mesures")
        comptes = declines.annotate(
            Count("compte_pour", distinct=True),
            signes=Count("compte_pour", distinct=True, filter=est_signe(le)),
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
