"""Ce que disent les conventions : leurs cibles, leurs résultats, et ce qu'on n'a pas su."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Prefetch, Q
from simple_history.models import HistoricalRecords

from remontees.periodes import Semestre, valider_semestre
from socle.champs import valider_fait
from socle.dates import DateField
from socle.nombres import est_non_communique, est_sans_objet, est_secret, nombre_json
from socle.textes import TexteField

from ..querysets import SaisieQuerySet
from .referentiel import Indicateur


class Absence(models.TextChoices):
    """Pourquoi un résultat n'a pas de nombre : un chiffre qu'on n'a pas n'est jamais un zéro."""

    NON_COMMUNIQUE = "non_communique", "non communiqué"
    SANS_OBJET = "sans_objet", "sans objet"
    SECRET = "secret", "secret statistique"

    @classmethod
    def lire(cls, texte):
        """Rend l'absence ainsi écrite (« n.d. », « s.o. », « <5 »), ou None."""
        if est_sans_objet(texte):
            return cls.SANS_OBJET
        if est_secret(texte):
            return cls.SECRET
        return cls.NON_COMMUNIQUE if est_non_communique(texte) else None

    @property
    def abrege(self):
        """Comment elle s'écrit dans une case : `lire` la reconnaît."""
        return {"non_communique": "n.d.", "sans_objet": "s.o.", "secret": "secret"}[self.value]


def montrer(lu):
    """Rend ce qui se lit dans une case, en type JSON : un nombre, le nom d'une absence, ou rien."""
    return lu.label if isinstance(lu, Absence) else nombre_json(lu)


class Cible(models.Model):
    """Objectif d'une convention sur un indicateur, pour ses trois ans, dans son unité."""

    CHAMPS = ("valeur",)

    indicateur = models.ForeignKey(Indicateur, models.PROTECT, related_name="+")
    valeur = models.DecimalField("valeur", max_digits=14, decimal_places=2)
    convention = models.ForeignKey("paqte.Convention", models.CASCADE, related_name="cibles")

    history = HistoricalRecords()
    objects = SaisieQuerySet.as_manager()

    class Meta:
        verbose_name = "cible"
        constraints = [
            models.UniqueConstraint(name="cible_unique", fields=["convention", "indicateur"]),
            models.CheckConstraint(name="cible_positive", condition=Q(valeur__gte=0)),
        ]

    @property
    def lu(self):
        """Ce qui se lit dans sa case."""
        return self.valeur

    @lu.setter
    def lu(self, lu):
        self.valeur = lu


class ResultatConvention(models.Model):
    """Résultat d'une convention sur un indicateur pendant un semestre : un nombre, dans son unité,
    ou pourquoi il n'y en a pas.
    """

    CHAMPS = ("valeur", "absence")

    indicateur = models.ForeignKey(Indicateur, models.PROTECT, related_name="+")
    convention = models.ForeignKey("paqte.Convention", models.CASCADE, related_name="resultats")
    semestre = models.CharField("semestre", max_length=7, validators=[valider_semestre])
    valeur = models.DecimalField("valeur", max_digits=14, decimal_places=2, null=True)
    absence = models.CharField("sans nombre", max_length=14, choices=Absence, blank=True)
    declare_le = DateField("déclaré par l’entreprise le", null=True, editable=False)

    history = HistoricalRecords()
    objects = SaisieQuerySet.as_manager()

    class Meta:
        verbose_name = "résultat"
        constraints = [
            models.UniqueConstraint(
                name="resultat_unique", fields=["convention", "indicateur", "semestre"]
            ),
            models.CheckConstraint(name="resultat_positif", condition=Q(valeur__gte=0)),
            models.CheckConstraint(
                name="resultat_nombre_ou_absence",
                condition=Q(valeur__isnull=False, absence="")
                | Q(valeur__isnull=True) & ~Q(absence=""),
            ),
        ]
        # La liste des conventions dit lesquelles sont à jour du semestre.
        indexes = [models.Index(name="resultat_semestre", fields=["semestre", "convention"])]

    def __str__(self):
        ecrit = self.get_absence_display() or f"{self.valeur:f}"
        return f"{self.convention.entreprise}, {self.indicateur} : {ecrit}"

    @property
    def lu(self):
        """Ce qui se lit dans sa case : un nombre, ou une `Absence`."""
        return Absence(self.absence) if self.absence else self.valeur

    @lu.setter
    def lu(self, lu):
        absente = isinstance(lu, Absence)
        self.valeur, self.absence = (None, lu.value) if absente else (lu, "")
        # Ce que l'agent écrit lui-même n'est plus ce que l'entreprise a déclaré.
        self.declare_le = None


class Reponse(models.Model):
    """Ce qu'une entreprise répond pour un semestre, hors des indicateurs.

    Des résultats qu'elle ne donne pas (demandés, combien de fois) ou qui sont sans objet ; ce
    qu'elle a fait de ses autres engagements.
    """

    class Etat(models.TextChoices):
        """Ce qu'on sait des résultats d'une convention (voir `ConventionQuerySet`)."""

        DONNES = "donnes", "résultats donnés"
        NON_COMMUNIQUES = "non_communique", "non communiqués"
        SANS_OBJET = "sans_objet", "sans objet"
        ATTENDUS = "", "non renseignés"

    ABSENCES = (Etat.NON_COMMUNIQUES, Etat.SANS_OBJET)
    # Ce qu'un agent en écrit.
    CHAMPS = (
        "absence",
        "demandes",
        "demande_le",
        "motif",
        "autres",
        "autres_valeur",
        "autres_unite",
    )

    convention = models.ForeignKey("paqte.Convention", models.CASCADE, related_name="reponses")
    semestre = models.CharField("semestre", max_length=7, validators=[valider_semestre])
    absence = models.CharField(
        "résultats de l’entreprise",
        max_length=14,
        choices=[(etat.value, etat.label) for etat in ABSENCES],
        blank=True,
    )
    demandes = models.PositiveSmallIntegerField("nombre de demandes", null=True, blank=True)
    demande_le = DateField("dernière demande le", null=True, blank=True, validators=[valider_fait])
    motif = TexteField("motif", blank=True)
    autres = TexteField("ce qui a été fait des autres engagements", blank=True)
    autres_valeur = models.DecimalField(
        "nombre",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    autres_unite = models.CharField("unité", max_length=50, blank=True)

    history = HistoricalRecords()
    objects = SaisieQuerySet.as_manager()

    class Meta:
        verbose_name = "réponse d’une entreprise"
        verbose_name_plural = "réponses des entreprises"
        constraints = [
            models.UniqueConstraint(name="reponse_unique", fields=["convention", "semestre"])
        ]

    def __str__(self):
        return f"{self.convention.entreprise}, {Semestre.lire(self.semestre).libelle}"

    @classmethod
    def du_semestre(cls, semestre):
        """Rend de quoi lire d'avance les réponses d'un semestre, dans `reponses_du_semestre`."""
        du_semestre = cls.objects.filter(semestre=str(semestre))
        return Prefetch("reponses", du_semestre, to_attr="reponses_du_semestre")

    @property
    def rapporte_les_autres(self):
        """Vrai quand l'entreprise dit ce qu'elle a fait de ses autres engagements."""
        return bool(self.autres) or self.autres_valeur is not None
