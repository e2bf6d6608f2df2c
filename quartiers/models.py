"""Le sol du portail : régions, départements et quartiers prioritaires (QPV)."""

import datetime

from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse

from socle.imports.models import ImportDeFichier
from socle.querysets import lire_ensemble
from socle.recherche import Cherchable, RechercheQuerySet

from .querysets import TerritorialQuerySet

ENTREE_EN_VIGUEUR_2024 = datetime.date(2024, 1, 1)


def millesime_en_vigueur(le):
    """Rend le millésime de la liste à la date `le` : 2024 remplace 2015 au 1er janvier 2024."""
    return 2015 if le < ENTREE_EN_VIGUEUR_2024 else 2024


class TerritoireQuerySet(TerritorialQuerySet):
    """Requêtes sur les territoires eux-mêmes."""

    chemin = "code"

    def suivis_par(self, user):
        """Limite aux territoires dont `user` lit le PAQTE et les remontées."""
        return self.visibles_par(user) if user.suit_les_remontees else self.none()


class RegionQuerySet(TerritoireQuerySet):
    couverts = "codes_regions"
    modifiables = "codes_regions_modifiables"


class Region(models.Model):
    """Région, par son code officiel géographique (INSEE)."""

    code = models.CharField("code INSEE", max_length=3, primary_key=True)
    nom = models.CharField("nom", max_length=100)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "région"
        ordering = ["nom"]

    def __str__(self):
        return self.nom


class Departement(models.Model):
    """Département ou collectivité où se trouvent des QPV, par son code INSEE."""

    code = models.CharField("code INSEE", max_length=3, primary_key=True)
    nom = models.CharField("nom", max_length=100)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="departements", verbose_name="région"
    )
    agents_transmettent = models.BooleanField(
        "les agents peuvent transmettre",
        default=False,
        help_text="Sinon, seul un valideur (préfet, sous-préfet ville, PDEC) transmet.",
    )

    objects = TerritoireQuerySet.as_manager()

    class Meta:
        verbose_name = "département"
        ordering = ["code"]

    def __str__(self):
        return f"{self.nom} ({self.code})"


class QuartierQuerySet(RechercheQuerySet, TerritorialQuerySet):
    def en_vigueur(self, le):
        """Limite aux quartiers de la liste en vigueur à la date `le`, sans ceux déjà retirés."""
        return self.filter(
            Q(retire_le__isnull=True) | Q(retire_le__gt=le), millesime=millesime_en_vigueur(le)
        )

    def totaux_par_liste(self):
        """Rend [(millésime, totaux)] des listes qui ont des quartiers, la plus récente d'abord.

        Un territoire est dans deux listes officielles : ses habitants ne s'additionnent pas.
        """
        listes = self.order_by("-millesime").values("millesime").annotate(**self._sommes())
        return [(liste.pop("millesime"), _totaux(liste)) for liste in listes]

    def totaux(self, situations):
        """Rend le total de chaque (département, date) : quartiers, PRU d'intérêt national, etc.

        `population` et `defm` valent None quand aucun quartier ne porte le chiffre ;
        `sans_population` et `sans_defm` comptent les quartiers qui ne l'ont pas.
        """
        requetes = [self.du(departement).en_vigueur(le) for departement, le in situations]
        return [_totaux(ligne) for (ligne,) in lire_ensemble(requetes, **self._sommes())]

    @staticmethod
    def _sommes():
        # Un total ne peut porter le nom du champ qu'il additionne.
        return {
            "total_nombre": models.Count("pk"),
            "total_pru_nationaux": models.Count("pk", filter=Q(pru=Quartier.Pru.NATIONAL)),
            "total_sans_population": models.Count("pk", filter=Q(population__isnull=True)),
            "total_sans_defm": models.Count("pk", filter=Q(defm__isnull=True)),
            "total_population": Sum("population"),
            "total_defm": Sum("defm"),
        }


def _totaux(ligne):
    return {nom.removeprefix("total_"): total for nom, total in ligne.items()}


class Quartier(Cherchable):
    """Quartier prioritaire de la politique de la ville (QPV) d'une liste officielle."""

    class Pru(models.TextChoices):
        AUCUN = "", "Aucun"
        NATIONAL = "national", "Intérêt national"
        REGIONAL = "regional", "Intérêt régional"

    code = models.CharField("code", max_length=8, unique=True)
    millesime = models.PositiveSmallIntegerField(
        "liste", choices=[(2015, "Liste de 2015"), (2024, "Liste de 2024")]
    )
    nom = models.CharField("nom", max_length=250)
    departement = models.ForeignKey(
        Departement, models.PROTECT, related_name="quartiers", verbose_name="département"
    )
    communes = models.CharField(
        "communes", max_length=500, help_text="Noms séparés par des virgules."
    )
    codes_communes = models.CharField("codes INSEE des communes", max_length=250, blank=True)
    epci = models.CharField("EPCI", max_length=250, blank=True)
    siren_epci = models.CharField("SIREN de l’EPCI", max_length=9, blank=True)
    population = models.PositiveIntegerField("population (habitants)", null=True, blank=True)
    defm = models.PositiveIntegerField(
        "demandeurs d’emploi en fin de mois (DEFM)", null=True, blank=True
    )
    pru = models.CharField(
        "projet de renouvellement urbain (PRU)", max_length=10, choices=Pru, blank=True
    )
    retire_le = models.DateField(
        "retiré le", null=True, blank=True, help_text="Absent d’une liste plus récente."
    )

    objects = QuartierQuerySet.as_manager()

    class Meta:
        verbose_name = "quartier prioritaire"
        verbose_name_plural = "quartiers prioritaires"
        ordering = ["code"]
        indexes = [models.Index(fields=["departement", "millesime"])]

    def __str__(self):
        return f"{self.nom} ({self.code})"

    def get_absolute_url(self):
        return reverse("quartiers:detail", args=[self.code])

    def texte_cherche(self):
        return f"{self.code} {self.nom} {self.communes} {self.epci}"


class ImportQuartiers(ImportDeFichier):
    """Journal des imports de listes officielles de QPV."""

    millesime = models.PositiveSmallIntegerField("liste", null=True)
    retires = models.PositiveIntegerField("retirés", default=0)

    class Meta(ImportDeFichier.Meta):
        verbose_name = "import de quartiers"
        verbose_name_plural = "imports de quartiers"
