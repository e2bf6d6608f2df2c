"""Les conventions PAQTE de trois ans que signent les entreprises."""

import datetime

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from remontees.models import Campagne, Document
from remontees.periodes import Semestre
from socle.dates import DateField
from socle.textes import TexteField

from ..duree import fin_prevue
from ..querysets import PaqteQuerySet
from ..totaux import Total, additionner
from .entreprise import Entreprise
from .referentiel import Axe, Indicateur
from .valeurs import Absence, Cible, Reponse, ResultatConvention

# La clé du bilan, que `bilan.py` reprend : c'est sa campagne qui demande des résultats.
GENRE_DU_BILAN = "bilan"
# « Les premières signatures nationales ont eu lieu en juillet 2018 » (annexe 2, § 1).
PREMIERES_SIGNATURES = datetime.date(2018, 7, 1)


def valider_signature(jour):
    """Lève ValidationError pour une signature à venir, ou d'avant le PAQTE."""
    if jour < PREMIERES_SIGNATURES:
        raise ValidationError("Le PAQTE n’existe que depuis juillet 2018.")
    if jour > timezone.localdate():
        raise ValidationError("La date de signature est à venir.")


class ConventionQuerySet(PaqteQuerySet):
    chemin = "entreprise__departement"

    def actives(self, semestre):
        """Limite aux conventions en cours au moins un jour du semestre."""
        return self.filter(date_signature__lte=semestre.fin, date_fin__gte=semestre.debut)

    def en_cours(self, le):
        """Limite aux conventions en cours à la date `le`."""
        return self.signees(le).filter(date_fin__gte=le)

    def echues(self, le):
        """Limite à celles qui ont fini avant la date `le`."""
        return self.filter(date_fin__lt=le)

    def signees(self, le):
        """Limite à celles qu'une entreprise a signées, en cours ou échues, à la date `le`."""
        return self.filter(date_signature__lte=le)

    def avec_reponse(self, semestre):
        """Ajoute `reponse` : ce qu'on sait des résultats de la convention (`Reponse.Etat`).

        Un seul nombre, ou des autres engagements rapportés, et ils sont donnés. À défaut vient ce
        que l'agent en a dit ; des indicateurs tous « non communiqués » disent la même chose.
        """
        siens = {"convention": OuterRef("pk"), "semestre": str(semestre)}
        saisis, reponses = (
            ResultatConvention.objects.filter(**siens),
            Reponse.objects.filter(**siens),
        )
        rapportees = reponses.exclude(autres="", autres_valeur=None)
        dits = saisis.exclude(absence=Absence.NON_COMMUNIQUE)
        return self.annotate(
            reponse=Case(
                When(Exists(dits) | Exists(rapportees), then=Value(Reponse.Etat.DONNES.value)),
                When(
                    Exists(reponses.exclude(absence="")), then=Subquery(reponses.values("absence"))
                ),
                When(Exists(saisis), then=Value(Reponse.Etat.NON_COMMUNIQUES.value)),
                default=Value(Reponse.Etat.ATTENDUS.value),
            )
        )

    def nombre_d_entreprises(self):
        """Rend le nombre d'entreprises de ces conventions : un SIREN, dans dix départements, en
        fait une.
        """
        return self.order_by().values("entreprise__siren").distinct().count()


class Convention(models.Model):
    """Convention PAQTE triannuelle d'une entreprise (circulaire, annexe 2, § 2 et 3)."""

    class MotifDeFin(models.TextChoices):
        FERMETURE = "fermeture", "fermeture de l’établissement"
        RETRAIT = "retrait", "retrait de l’entreprise"
        FUSION = "fusion", "fusion ou rachat"
        AUTRE = "autre", "autre motif"

    entreprise = models.ForeignKey(Entreprise, models.PROTECT, related_name="conventions")
    date_signature = DateField("date de signature", validators=[valider_signature])
    date_fin = DateField("date de fin", editable=False)
    axes = models.ManyToManyField(Axe, related_name="conventions", verbose_name="axes retenus")
    autres_engagements = TexteField(
        "autres engagements",
        blank=True,
        help_text="Possible pour une PME ou une TPE, hors des quatre axes.",
    )
    issue_charte = models.BooleanField(
        "issue d’une « Charte Entreprises et Quartiers »", default=False
    )
    fin_charte = DateField(
        "échéance de la charte",
        null=True,
        blank=True,
        help_text="Les chartes sont à transformer en PAQTE d’ici janvier 2020.",
    )
    fin_anticipee_le = DateField(
        "prend fin plus tôt, le",
        null=True,
        blank=True,
        help_text="Ses résultats ne sont plus demandés ensuite.",
    )
    motif_de_fin = models.CharField(
        "motif de cette fin", max_length=10, choices=MotifDeFin, blank=True
    )
    france_une_chance = models.BooleanField(
        "s’inscrit dans « La France une chance. Les entreprises s’engagent »", default=False
    )

    documents = GenericRelation(Document)

    history = HistoricalRecords(m2m_fields=[axes])
    objects = ConventionQuerySet.as_manager()

    # Posée par `avec_reponse`.
    reponse: str

    class Meta:
        verbose_name = "convention"
        ordering = ["entreprise__nom", "-date_signature", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="convention_unique",
                fields=["entreprise", "date_signature"],
                violation_error_message="Cette entreprise a déjà une convention à cette date.",
            ),
            models.CheckConstraint(
                name="convention_fin_charte",
                condition=Q(issue_charte=True) | Q(fin_charte__isnull=True),
                violation_error_message="L’échéance de la charte n’a de sens que si la convention "
                "en est issue.",
            ),
            models.CheckConstraint(
                name="convention_dates", condition=Q(date_fin__gt=F("date_signature"))
            ),
        ]

    def __str__(self):
        return f"{self.entreprise} ({self.date_signature:%d/%m/%Y})"

    def save(self, **kwargs):
        self.poser_la_fin()
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("paqte:convention", args=[self.pk])

    def poser_la_fin(self):
        """La convention finit trois ans après sa signature, ou quand elle s'arrête avant."""
        self.date_fin = self.fin_anticipee_le or fin_prevue(self.date_signature)

    def clean(self):
        if self.issue_charte and not self.fin_charte:
            raise ValidationError({"fin_charte": "Donnez l’échéance de la charte."})
        if self.fin_charte and not self.issue_charte:
            raise ValidationError(
                {"issue_charte": "Cochez cette case, ou effacez l’échéance de la charte."}
            )

    @property
    def est_vide(self):
        """Vrai tant que rien n'y est saisi : elle peut alors être supprimée."""
        saisies = (self.resultats, self.reponses, self.exemples, self.demandes, self.documents)
        return not any(saisie.exists() for saisie in saisies)

    def chevauchements(self):
        """Rend les autres conventions de la même entreprise qui courent en même temps (requête)."""
        autres = self.entreprise.conventions.exclude(pk=self.pk)
        return autres.filter(date_signature__lte=self.date_fin, date_fin__gte=self.date_signature)

    def get_reponse_display(self):
        """Ce qu'on sait de ses résultats (voir `ConventionQuerySet.avec_reponse`)."""
        return Reponse.Etat(self.reponse).label

    def semestres(self, fermees=None):
        """Semestres où des résultats se saisissent : pendant la convention, jusqu'à aujourd'hui, et
        que le CGET n'a pas fermés. Ceux d'avant le portail s'importent sans campagne.

        `fermees` sont les périodes fermées, si on les a déjà lues.
        """
        if fermees is None:
            fermees = Campagne.objects.periodes_fermees(GENRE_DU_BILAN)
        return [s for s in self._semestres_de_la_convention() if str(s) not in fermees]

    def semestres_demandes(self):
        """Ceux d'entre eux qu'une campagne demande (ce que propose la page)."""
        campagnes = Campagne.objects.commencees().filter(genre=GENRE_DU_BILAN)
        demandes = set(campagnes.values_list("periode", flat=True))
        return [s for s in self.semestres() if str(s) in demandes]

    def _semestres_de_la_convention(self):
        return [
            semestre
            for semestre in Semestre.ouvertes()
            if semestre.fin >= self.date_signature and semestre.debut <= self.date_fin
        ]

    def historiques(self):
        """Rend l'histoire des cibles et des résultats (voir `remontees.historique`)."""
        cibles = Cible.history.filter(convention=self).select_related("indicateur")
        resultats = ResultatConvention.history.filter(convention=self).select_related("indicateur")
        reponses = Reponse.history.filter(convention=self)
        return [
            (lambda version: f"{version.indicateur}, cible, ", cibles, ["valeur"]),
            (
                lambda version: (
                    f"{version.indicateur}, {Semestre.lire(version.semestre).libelle}, "
                ),
                resultats,
                ["valeur", "absence"],
            ),
            (
                lambda version: f"{Semestre.lire(version.semestre).libelle}, ",
                reponses,
                Reponse.CHAMPS,
            ),
        ]

    def tableau(self):
        """Rend les semestres demandés ou renseignés ; par indicateur utile, valeurs, cumul, cible.

        Un indicateur est utile s'il est d'un axe retenu, ou s'il porte une cible ou un résultat.
        """
        resultats = {(r.indicateur_id, r.semestre): r for r in self.resultats.all()}
        montres = {semestre for _, semestre in resultats} | set(map(str, self.semestres_demandes()))
        semestres = [s for s in self._semestres_de_la_convention()[::-1] if str(s) in montres]
        elle_seule = Convention.objects.filter(pk=self.pk)
        totaux = additionner(elle_seule, semestres[-1]) if semestres else {}
        utiles = Q(axe__in=self.axes.all()) | Q(pk__in=totaux)
        lignes = [
            {
                "indicateur": indicateur,
                "resultats": [resultats.get((indicateur.pk, str(s))) for s in semestres],
                "total": totaux.get(indicateur.pk, Total()),
            }
            for indicateur in Indicateur.objects.filter(utiles).select_related("axe")
        ]
        return {"semestres": semestres, "lignes": lignes}
