"""Le sol du portail : régions, départements et quartiers prioritaires (QPV)."""

import datetime

from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse

from socle.imports.models import ImportDeFichier
from socle.querysets import lire_ensemble
from socle.recherche import Cherchable, RechercheQuerySet

from .querysets import TerritorialQuerySet

# Décrets 2014-1750 et 2014-1751, 2023-1314, puis 2024-1211 et 2024-1212 pour l'outre-mer.
ENTREE_EN_VIGUEUR_2015 = datetime.date(2015, 1, 1)
ENTREE_EN_VIGUEUR_2024 = datetime.date(2024, 1, 1)
ENTREE_EN_VIGUEUR_2024_OUTRE_MER = datetime.date(2025, 1, 1)
OUTRE_MER = ("97", "98")


def entree_en_vigueur(millesime, departement):
    """Rend le jour où la liste s'applique au département (code INSEE)."""
    if millesime == 2015:
        return ENTREE_EN_VIGUEUR_2015
    if departement.startswith(OUTRE_MER):
        return ENTREE_EN_VIGUEUR_2024_OUTRE_MER
    return ENTREE_EN_VIGUEUR_2024


def millesime_en_vigueur(le, departement):
    """Rend le millésime de la liste qui s'applique au département à la date `le`."""
    return 2015 if le < entree_en_vigueur(2024, departement) else 2024


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
    def de_la_liste(self, le):
        """Limite à la liste qui s'applique à la date `le` : outre-mer a ses propres dates."""
        outre_mer = Q(departement__code__startswith="97") | Q(departement__code__startswith="98")
        return self.filter(
            Q(outre_mer, millesime=millesime_en_vigueur(le, "97"))
            | Q(~outre_mer, millesime=millesime_en_vigueur(le, "01"))
        )

    def en_vigueur(self, le):
        """Limite aux quartiers de la liste en vigueur à la date `le`, sans ceux déjà retirés."""
        return self.de_la_liste(le).filter(Q(retire_le__isnull=True) | Q(retire_le__gt=le))

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
    # Un quartier peut s'étendre sur deux intercommunalités.
    epci = models.CharField(
        "EPCI", max_length=500, blank=True, help_text="Noms séparés par des virgules."
    )
    siren_epci = models.CharField(
        "SIREN des EPCI", max_length=60, blank=True, help_text="Séparés par des virgules."
    )
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


class Contour(models.Model):
    """Contour d'un quartier, à part : aucune liste n'a à lire ses milliers de points."""

    quartier = models.OneToOneField(
        Quartier, models.CASCADE, primary_key=True, related_name="contour"
    )
    polygones = models.JSONField(
        "polygones", help_text="[[anneau, …], …] de [longitude, latitude] en degrés (WGS 84)."
    )

    class Meta:
        verbose_name = "contour d’un quartier"
        verbose_name_plural = "contours des quartiers"

    def __str__(self):
        return f"Contour de {self.quartier_id}"


class ImportQuartiers(ImportDeFichier):
    """Journal des imports de listes officielles de QPV."""

    millesime = models.PositiveSmallIntegerField("liste", null=True)
    retires = models.PositiveIntegerField("retirés", default=0)

    class Meta(ImportDeFichier.Meta):
        verbose_name = "import de quartiers"
        verbose_name_plural = "imports de quartiers"
