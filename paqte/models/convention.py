"""Les entreprises, leurs conventions PAQTE de trois ans, leurs cibles et leurs résultats."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from quartiers.models import Departement
from remontees.periodes import Semestre, valider_semestre
from socle.champs import valider_siren
from socle.recherche import Cherchable, RechercheQuerySet
from socle.textes import TexteField

from ..querysets import PaqteQuerySet, SaisieQuerySet
from .referentiel import Axe, Indicateur, taux_atteint

DUREE_EN_ANNEES = 3
# « Les premières signatures nationales ont eu lieu en juillet 2018 » (annexe 2, § 1).
PREMIERES_SIGNATURES = datetime.date(2018, 7, 1)


def valider_signature(jour):
    """Lève ValidationError pour une signature à venir, ou d'avant le PAQTE."""
    if jour < PREMIERES_SIGNATURES:
        raise ValidationError("Le PAQTE n’existe que depuis juillet 2018.")
    if jour > timezone.localdate():
        raise ValidationError("La date de signature est à venir.")


def ajouter_annees(jour, annees):
    """Rend la date anniversaire ; le 29 février donne le 28 les années ordinaires."""
    try:
        return jour.replace(year=jour.year + annees)
    except ValueError:
        return jour.replace(year=jour.year + annees, day=28)


class EntrepriseQuerySet(RechercheQuerySet["Entreprise"], PaqteQuerySet):
    """Entreprises, cherchées par leur nom, leur SIREN ou leur commune."""

    def avec_comptes(self):
        """Ajoute `nombre_conventions`."""
        return self.annotate(nombre_conventions=Count("conventions"))


class Entreprise(Cherchable):
    """Entreprise (ou établissement) avec qui une préfecture travaille, dans un département."""

    class Taille(models.TextChoices):
        GRANDE = "grande", "Grande entreprise"
        ETI = "eti", "Entreprise de taille intermédiaire (ETI)"
        PME = "pme", "Petite ou moyenne entreprise (PME)"
        TPE = "tpe", "Très petite entreprise (TPE)"

    departement = models.ForeignKey(
        Departement, models.PROTECT, related_name="entreprises", verbose_name="département"
    )
    nom = models.CharField("nom", max_length=200)
    siren = models.CharField("SIREN", max_length=9, validators=[valider_siren])
    taille = models.CharField("taille", max_length=10, choices=Taille)
    commune = models.CharField("commune", max_length=100, blank=True)
    contact = models.CharField("contact", max_length=150, blank=True)
    courriel = models.EmailField("adresse électronique", blank=True)

    history = HistoricalRecords(excluded_fields=["recherche"])
    objects = EntrepriseQuerySet.as_manager()

    class Meta:
        verbose_name = "entreprise"
        ordering = ["nom"]
        # La liste des conventions suit l'ordre des entreprises, et n'en lit qu'une page.
        indexes = [models.Index(name="entreprise_nom", fields=["nom"])]
        constraints = [
            models.UniqueConstraint(
                name="entreprise_siren_unique",
                fields=["departement", "siren"],
                violation_error_message="Une entreprise du département porte déjà ce SIREN.",
            )
        ]

    def __str__(self):
        return self.nom

    def texte_cherche(self):
        return f"{self.nom} {self.siren} {self.commune}"

    @property
    def choisit_ses_axes(self):
        """Vrai pour une PME ou une TPE ; les autres s'engagent sur les quatre axes (annexe 2)."""
        return self.taille in {self.Taille.PME, self.Taille.TPE}


class ConventionQuerySet(PaqteQuerySet):
    chemin = "entreprise__departement"

    def actives(self, semestre):
        """Limite aux conventions en cours au moins un jour du semestre."""
        return self.filter(date_signature__lte=semestre.fin, date_fin__gte=semestre.debut)

    def avec_saisie(self, semestre):
        """Ajoute `a_jour` : des résultats de la convention sont saisis pour ce semestre."""
        saisis = ResultatConvention.objects.filter(semestre=str(semestre))
        return self.annotate(a_jour=Exists(saisis.filter(convention=OuterRef("pk"))))

    def nombre_d_entreprises(self):
        """Rend le nombre d'entreprises de ces conventions."""
        return self.order_by().values("entreprise").distinct().count()


class Convention(models.Model):
    """Convention PAQTE triannuelle d'une entreprise (circulaire, annexe 2, § 2 et 3)."""

    entreprise = models.ForeignKey(Entreprise, models.PROTECT, related_name="conventions")
    date_signature = models.DateField("date de signature", validators=[valider_signature])
    date_fin = models.DateField("date de fin", editable=False)
    axes = models.ManyToManyField(Axe, related_name="conventions", verbose_name="axes retenus")
    autres_engagements = TexteField(
        "autres engagements",
        blank=True,
        help_text="Possible pour une PME ou une TPE, hors des quatre axes.",
    )
    issue_charte = models.BooleanField(
        "issue d’une « Charte Entreprises et Quartiers »", default=False
    )
    fin_charte = models.DateField(
        "échéance de la charte",
        null=True,
        blank=True,
        help_text="Les chartes sont à transformer en PAQTE d’ici janvier 2020.",
    )
    france_une_chance = models.BooleanField(
        "s’inscrit dans « La France une chance. Les entreprises s’engagent »", default=False
    )

    history = HistoricalRecords(m2m_fields=[axes])
    objects = ConventionQuerySet.as_manager()

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
        self.date_fin = ajouter_annees(self.date_signature, DUREE_EN_ANNEES) - datetime.timedelta(
            days=1
        )
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("paqte:convention", args=[self.pk])

    @property
    def est_vide(self):
        """Vrai tant que rien n'y est saisi : elle peut alors être supprimée."""
        return not self.resultats.exists() and not self.exemples.exists()

    def semestres(self):
        """Semestres où des résultats se saisissent : ouverts, et pendant la convention."""
        return [
            semestre
            for semestre in Semestre.ouvertes()
            if semestre.fin >= self.date_signature and semestre.debut <= self.date_fin
        ]

    def historiques(self):
        """Rend l'histoire des cibles et des résultats (voir `remontees.historique`)."""
        cibles = Cible.history.filter(convention=self).select_related("indicateur")
        resultats = ResultatConvention.history.filter(convention=self).select_related("indicateur")
        return [
            (lambda version: f"{version.indicateur}, cible, ", cibles, ["valeur"]),
            (
                lambda version: (
                    f"{version.indicateur}, {Semestre.lire(version.semestre).libelle}, "
                ),
                resultats,
                ["valeur"],
            ),
        ]

    def tableau(self):
        """Rend les semestres saisissables et, par indicateur utile, valeurs, cumul, cible, taux.

        Un indicateur est utile s'il est d'un axe retenu, ou s'il porte une cible ou un résultat.
        """
        semestres = self.semestres()[::-1]
        cibles = {cible.indicateur_id: cible.valeur for cible in self.cibles.all()}
        valeurs = {(r.indicateur_id, r.semestre): r.valeur for r in self.resultats.all()}
        axes = set(self.axes.values_list("pk", flat=True))
        saisis = {indicateur for indicateur, _ in valeurs}
        lignes = []
        for indicateur in Indicateur.objects.select_related("axe"):
            if indicateur.axe_id not in axes and indicateur.pk not in saisis | set(cibles):
                continue
            par_semestre = [valeurs.get((indicateur.pk, str(s))) for s in semestres]
            cumul = sum(filter(None, par_semestre)) if indicateur.pk in saisis else None
            cible = cibles.get(indicateur.pk)
            lignes.append(
                {
                    "indicateur": indicateur,
                    "valeurs": par_semestre,
                    "cumul": cumul,
                    "cible": cible,
                    "taux": taux_atteint(cumul, cible),
                }
            )
        return {"semestres": semestres, "lignes": lignes}


class ValeurIndicateur(models.Model):
    """Valeur d'un indicateur, dans son unité (nombre entier ou euros)."""

    indicateur = models.ForeignKey(Indicateur, models.PROTECT, related_name="+")
    valeur = models.DecimalField("valeur", max_digits=14, decimal_places=2)

    class Meta:
        abstract = True


class Cible(ValeurIndicateur):
    """Objectif d'une convention sur un indicateur, pour ses trois ans."""

    convention = models.ForeignKey(Convention, models.CASCADE, related_name="cibles")

    history = HistoricalRecords()
    objects = SaisieQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cible_unique", fields=["convention", "indicateur"]),
            models.CheckConstraint(name="cible_positive", condition=Q(valeur__gte=0)),
        ]


class ResultatConvention(ValeurIndicateur):
    """Résultat d'une convention sur un indicateur pendant un semestre."""

    convention = models.ForeignKey(Convention, models.CASCADE, related_name="resultats")
    semestre = models.CharField("semestre", max_length=7, validators=[valider_semestre])

    history = HistoricalRecords()
    objects = SaisieQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="resultat_unique", fields=["convention", "indicateur", "semestre"]
            ),
            models.CheckConstraint(name="resultat_positif", condition=Q(valeur__gte=0)),
        ]
        # La liste des conventions dit lesquelles sont à jour du semestre.
        indexes = [models.Index(name="resultat_semestre", fields=["semestre", "convention"])]

    def __str__(self):
        return f"{self.convention.entreprise}, {self.indicateur} : {self.valeur:f}"
