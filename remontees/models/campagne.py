"""Les campagnes : ce qui est attendu des préfectures, de qui, et pour quand."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from quartiers.models import Departement, Region
from socle.textes import TexteField

from .. import registre
from ..periodes import PREMIERE_ANNEE, Semestre, jours_ouvres


def _annees_plausibles():
    return range(PREMIERE_ANNEE, timezone.localdate().year + 3)


class CampagneQuerySet(models.QuerySet):
    def ouvertes(self, genre=None):
        """Limite aux campagnes (du genre) déjà ouvertes, échéance la plus récente d'abord."""
        ouvertes = self.filter(ouverture_le__lte=timezone.localdate()).order_by("-echeance_le")
        ouvertes = ouvertes.prefetch_related("destinataires")
        return ouvertes.filter(genre=genre) if genre else ouvertes


class Campagne(models.Model):
    """Ce qui est attendu des préfectures : un genre de remontée, une période, une échéance."""

    genre = models.CharField("genre", max_length=20, choices=registre.choix_de_genre)
    periode = models.CharField(
        "période", max_length=7, help_text="« 2019-s1 » pour un semestre, « 2019 » pour une année."
    )
    ouverture_le = models.DateField("ouverture")
    echeance_le = models.DateField("échéance")
    consignes = TexteField("consignes", blank=True)
    obligatoire = models.BooleanField(
        "obligatoire",
        default=True,
        help_text="Sinon, chacun peut refuser ses relances.",
    )
    destinataires = models.ManyToManyField(
        Departement,
        blank=True,
        related_name="campagnes",
        help_text="Aucun coché : la campagne s’adresse à tous.",
    )

    history = HistoricalRecords()
    objects = CampagneQuerySet.as_manager()

    class Meta:
        verbose_name = "campagne"
        ordering = ["-echeance_le", "genre"]
        constraints = [
            models.UniqueConstraint(
                name="campagne_unique",
                fields=["genre", "periode"],
                violation_error_message="Cette campagne existe déjà.",
                violation_error_code="periode",
            ),
            models.CheckConstraint(
                name="campagne_echeance_apres_ouverture",
                condition=models.Q(echeance_le__gte=models.F("ouverture_le")),
                violation_error_message="L’échéance ne peut pas précéder l’ouverture.",
                violation_error_code="echeance_le",
            ),
        ]

    def __str__(self):
        separateur = ", " if self.Periode is Semestre else " "
        return f"{self.get_genre_display()}{separateur}{self.libelle_periode}"

    def get_absolute_url(self):
        return reverse("campagne", args=[self.pk])

    @property
    def Periode(self):  # noqa: N802 : c'est une classe
        """Le pas de temps de ce qu'elle attend : `Semestre` ou `Annee`."""
        return registre.attendu(self.genre).Periode

    @property
    def Territoire(self):  # noqa: N802 : c'est une classe
        """Qui elle attend : `Departement` ou `Region`."""
        return registre.attendu(self.genre).Territoire

    @property
    def libelle_periode(self):
        """La période en toutes lettres : « 2d semestre 2019 », « 2019 »."""
        return self.Periode.lire(self.periode).libelle

    def clean(self):
        """Lève ValidationError si la période n'est pas du pas de temps du genre, ou si une date
        n'est pas plausible.
        """
        erreurs = {
            champ: "Cette date n’est pas plausible : vérifiez l’année."
            for champ in ("ouverture_le", "echeance_le")
            if (date := getattr(self, champ)) and date.year not in _annees_plausibles()
        }
        if erreurs:
            raise ValidationError(erreurs)
        if self.genre:
            try:
                lue = self.Periode.lire(self.periode)
                correcte = str(lue) == self.periode and lue.annee in _annees_plausibles()
            except ValueError:
                correcte = False
            if not correcte:
                exemple = "2019-s1" if self.Periode is Semestre else "2019"
                raise ValidationError({"periode": f"Écrivez la période ainsi : {exemple}."})

    @property
    def jours_restants(self):
        """Nombre de jours avant l'échéance ; négatif quand elle est passée."""
        return (self.echeance_le - timezone.localdate()).days

    @property
    def jours_ouvres_restants(self):
        """Nombre de jours ouvrés d'ici l'échéance, elle comprise et aujourd'hui exclu."""
        return jours_ouvres(timezone.localdate(), self.echeance_le)

    @cached_property
    def codes_destinataires(self):
        """Les codes à qui elle s'adresse, départements et régions à part ; vides : à tous."""
        destinataires = self.destinataires.all()
        return {
            Departement: {departement.pk for departement in destinataires},
            Region: {departement.region_id for departement in destinataires},
        }

    def concerne(self, code):
        """Dit si la campagne s'adresse au territoire de ce code (voir `Territoire`).

        Une région est destinataire quand l'un de ses départements l'est.
        """
        codes = self.codes_destinataires[self.Territoire]
        return not codes or code in codes


class PieceJointeQuerySet(models.QuerySet):
    def visibles_par(self, user):
        """Limite aux pièces des campagnes ouvertes ; toutes pour le CGET, qui les prépare."""
        if user.est_cget:
            return self.all()
        return self.filter(campagne__in=Campagne.objects.ouvertes().order_by())


class PieceJointe(models.Model):
    """Document joint à une campagne, que ses destinataires téléchargent."""

    campagne = models.ForeignKey(Campagne, models.CASCADE, related_name="pieces")
    nom = models.CharField("nom", max_length=150)
    contenu = models.BinaryField()

    objects = PieceJointeQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering = ["nom", "pk"]

    def __str__(self):
        return self.nom


@dataclass(frozen=True)
class Due:
    """Ce qu'un territoire, département ou région, doit encore à une campagne."""

    campagne: Campagne
    territoire: Departement | Region
    libelle: str
    etat: str = "à faire"
    # Ce que le CGET demande en plus, s'il a renvoyé le document.
    demande: str = ""
    lien: str = ""
    action: str = ""
