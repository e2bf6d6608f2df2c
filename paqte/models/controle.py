"""Les contrôles de cohérence des bilans : le CGET les lit, les règle et les rédige."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from socle.nombres import nombre_json
from socle.textes import TexteField

from ..querysets import PaqteQuerySet


class Comparaison(models.TextChoices):
    """Ce qu'un contrôle compare."""

    PART = "part", "une part dépasse son total (« ne devrait pas dépasser », indicateurs)"
    AUTRE = "autre", "dépasse un autre chiffre"
    CIBLE = "cible", "le cumul dépasse la cible, multipliée par le seuil"
    SEUIL = "seuil", "dépasse le seuil"
    NUL = "nul", "est nul"
    ABSENT = "absent", "devient nul, alors que le bilan précédent en donnait"
    VARIE = "varie", "varie de plus du seuil (en nombre de fois) depuis le bilan précédent"
    SANS_IMPORT = "sans_import", "change sans nouvel import de la liste des quartiers"


# Ce que chaque comparaison demande.
A_CHIFFRE = {
    Comparaison.AUTRE,
    Comparaison.SEUIL,
    Comparaison.NUL,
    Comparaison.ABSENT,
    Comparaison.SANS_IMPORT,
}
A_SEUIL = {Comparaison.CIBLE, Comparaison.SEUIL, Comparaison.VARIE}


class ControleQuerySet(models.QuerySet["Controle"]):
    def en_service(self):
        """Limite à ceux que le CGET n'a pas arrêtés."""
        return self.filter(actif=True)


class Controle(models.Model):
    """Contrôle de cohérence d'un bilan : ce qu'il compare, son seuil, la phrase qui le dit."""

    code = models.SlugField("code", unique=True)
    rang = models.PositiveSmallIntegerField("rang", default=0)
    actif = models.BooleanField("en service", default=True)
    comparaison = models.CharField("comparaison", max_length=12, choices=Comparaison)
    chiffre = models.CharField(
        "chiffre", max_length=80, blank=True, help_text="Vide : chaque indicateur."
    )
    autre = models.CharField("autre chiffre", max_length=80, blank=True)
    seuil = models.DecimalField(
        "seuil",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    message = models.CharField(
        "phrase",
        max_length=300,
        help_text="Elle peut citer {chiffre}, {valeur}, {autre}, {valeur_autre}, {seuil}, {avant} "
        "(la valeur du bilan précédent) et {periode} (son semestre).",
    )

    history = HistoricalRecords()
    objects = ControleQuerySet.as_manager()

    class Meta:
        verbose_name = "contrôle de cohérence"
        verbose_name_plural = "contrôles de cohérence"
        ordering = ["rang", "code"]

    def __str__(self):
        return self.code

    @property
    def limite(self):
        """Le seuil, du même type que ce qu'un bilan fige."""
        return nombre_json(self.seuil)

    def clean(self):
        """Lève ValidationError si la comparaison manque de ce qu'elle compare."""
        erreurs = {}
        if self.comparaison in A_CHIFFRE and not self.chiffre:
            erreurs["chiffre"] = "Dites quel chiffre se compare."
        if self.comparaison == Comparaison.AUTRE and not self.autre:
            erreurs["autre"] = "Dites à quel autre chiffre il se compare."
        if self.comparaison in A_SEUIL and self.seuil is None:
            erreurs["seuil"] = "Donnez le seuil."
        if erreurs:
            raise ValidationError(erreurs)


class ReponseAuControleQuerySet(PaqteQuerySet):
    chemin = "bilan__departement"


class ReponseAuControle(models.Model):
    """Ce que la préfecture répond, en mots, à un point qu'un contrôle relève dans son bilan."""

    bilan = models.ForeignKey("paqte.Bilan", models.CASCADE, related_name="reponses_aux_controles")
    cle = models.CharField("point", max_length=140)
    texte = TexteField("réponse")

    history = HistoricalRecords()
    objects = ReponseAuControleQuerySet.as_manager()

    class Meta:
        verbose_name = "réponse à un contrôle"
        verbose_name_plural = "réponses aux contrôles"
        constraints = [
            models.UniqueConstraint(name="reponse_au_controle_unique", fields=["bilan", "cle"])
        ]

    def __str__(self):
        return f"{self.bilan}, {self.cle}"
