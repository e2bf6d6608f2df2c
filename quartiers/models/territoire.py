"""Les territoires : régions, départements, et la liste de quartiers qui s'y applique."""

import datetime

from django.db import models

from ..prefectures import AvecPrefecture
from ..querysets import TerritorialQuerySet

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


class EnTete(AvecPrefecture, models.Model):
    """Ce que l'en-tête des lettres d'une préfecture ne peut pas savoir seul."""

    prefete = models.BooleanField(
        "dirigée par une préfète",
        default=False,
        help_text="Le bloc-marque et la signature disent alors « préfète ».",
    )
    adresse = models.CharField(
        "adresse postale",
        max_length=200,
        blank=True,
        help_text="Elle s’imprime en tête des lettres. Par exemple : 1, place de la République, "
        "59000 Lille.",
    )

    class Meta:
        abstract = True


class Region(EnTete):
    """Région, par son code officiel géographique (INSEE)."""

    niveau = "region"

    code = models.CharField("code INSEE", max_length=3, primary_key=True)
    nom = models.CharField("nom", max_length=100)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "région"
        ordering = ["nom"]

    def __str__(self):
        return self.nom


class Departement(EnTete):
    """Département ou collectivité où se trouvent des QPV, par son code INSEE."""

    niveau = "departement"

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
