"""Les cibles territoriales : un indicateur du tableau de bord national, pour un territoire."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from mesures.models import Indicateur
from quartiers.models import Departement
from quartiers.querysets import TerritorialQuerySet
from socle.champs import valider_fait
from socle.dates import DateField
from socle.textes import TexteField

from .contrat import ContratDeVille


class CibleTerritorialeQuerySet(TerritorialQuerySet):
    droit = "suit_les_remontees"

    def modifiables_par(self, user):
        """Limite à celles de sa préfecture, sauf d'un contrat réuni dans un autre."""
        return super().modifiables_par(user).filter(contrat__reuni_dans=None)

    def du_departement(self, departement):
        """Limite à celles que le département s'est fixées pour lui entier."""
        return self.filter(departement=departement, contrat=None)


class CibleTerritoriale(models.Model):
    """Cible d'un département, ou d'un de ses contrats, sur un indicateur de l'annexe 3."""

    departement = models.ForeignKey(
        Departement,
        models.PROTECT,
        related_name="cibles_territoriales",
        verbose_name="département",
    )
    contrat = models.ForeignKey(
        ContratDeVille,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="cibles",
        help_text="Laissez vide pour une cible de tout le département.",
    )
    indicateur = models.ForeignKey(Indicateur, models.PROTECT, related_name="cibles")
    reference = models.DecimalField(
        "valeur de référence", max_digits=16, decimal_places=2, null=True, blank=True
    )
    cible = models.DecimalField("cible", max_digits=16, decimal_places=2)
    echeance_le = DateField("échéance")
    valeur = models.DecimalField(
        "valeur atteinte", max_digits=16, decimal_places=2, null=True, blank=True
    )
    valeur_le = DateField("constatée le", null=True, blank=True, validators=[valider_fait])
    motif = TexteField(
        "pourquoi ces valeurs ne sont pas celles du tableau de bord",
        blank=True,
        help_text="Si vous les corrigez.",
    )

    history = HistoricalRecords()
    objects = CibleTerritorialeQuerySet.as_manager()

    class Meta:
        verbose_name = "cible territoriale"
        verbose_name_plural = "cibles territoriales"
        ordering = ["departement", "indicateur__rang", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="cible_du_contrat_unique",
                fields=["contrat", "indicateur"],
                violation_error_message="Ce contrat a déjà une cible pour cet indicateur.",
                violation_error_code="indicateur",
            ),
            models.UniqueConstraint(
                name="cible_du_departement_unique",
                fields=["departement", "indicateur"],
                condition=Q(contrat=None),
                violation_error_message="Ce département a déjà une cible pour cet indicateur.",
                violation_error_code="indicateur",
            ),
            models.CheckConstraint(
                name="cible_valeur_datee",
                condition=Q(valeur__isnull=True) | Q(valeur_le__isnull=False),
                violation_error_message="Dites à quelle date la valeur est constatée.",
                violation_error_code="valeur_le",
            ),
        ]

    def __str__(self):
        return f"{self.indicateur} : {self.territoire}"

    @property
    def territoire(self):
        """Le contrat visé, ou le département entier."""
        return self.contrat or self.departement

    @property
    def progres(self):
        """Chemin qu'a parcouru la valeur constatée (voir `progres_de`)."""
        return self.progres_de(self.valeur)

    def progres_de(self, valeur):
        """Rend le chemin de la référence (0 sans elle) à la cible qu'a parcouru `valeur`, en %.

        None sans valeur, sans chemin, ou pour une baisse dont on ne sait pas d'où elle part.
        """
        depart = self.reference or 0
        sans_depart = self.reference is None and self.indicateur.sens == Indicateur.Sens.BAISSE
        if valeur is None or self.cible == depart or sans_depart:
            return None
        return round(100 * (valeur - depart) / (self.cible - depart))
