"""Qui rend compte : le département, ou la région."""

from typing import ClassVar

from django.db import models
from django.utils.functional import cached_property

from comptes.models import Utilisateur
from quartiers.models import Departement, Region

from .remontee import Remontee
from .suivi import RemonteeQuerySet, RemonteeRegionaleQuerySet


class RemonteeDepartementale(Remontee):
    """Compte rendu d'une préfecture de département."""

    Territoire = Departement
    champ_territoire = "departement"
    relations: tuple = ("departement__region",)
    relations_du_territoire: tuple = ("region",)

    departement = models.ForeignKey(Departement, models.PROTECT, verbose_name="département")

    objects: ClassVar = RemonteeQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def region(self):
        """La région du département."""
        return self.departement.region

    @property
    def codes_des_departements(self):
        """Les codes des départements dont elle rend compte : le sien."""
        return [self.departement_id]

    def attend_l_avis_de(self, user):
        """Dit si la version transmise attend l'avis de `user`, de sa préfecture de région."""
        sienne = user.est_de_region and self.region.pk in user.codes_regions
        return sienne and self.etat == self.Etat.TRANSMISE

    def adresses_qui_suivent(self):
        """Rend les adresses des personnes de la préfecture de région."""
        lecteurs = Utilisateur.objects.lecteurs_de_la_region(self.region).exclude(email="")
        return set(lecteurs.values_list("email", flat=True))

    @classmethod
    def code_pour(cls, departement):
        """Rend le code du territoire qui rend compte de ce département : lui-même."""
        return departement.pk


class RemonteeRegionale(Remontee):
    """Compte rendu d'une préfecture de région, pour la région elle-même."""

    Territoire = Region
    champ_territoire = "region"
    relations: tuple = ("region",)

    region = models.ForeignKey(Region, models.PROTECT, verbose_name="région")

    objects: ClassVar = RemonteeRegionaleQuerySet.as_manager()

    class Meta:
        abstract = True

    @cached_property
    def codes_des_departements(self):
        """Les codes des départements dont elle rend compte : ceux de la région."""
        return [departement.pk for departement in self.region.departements.all()]

    @classmethod
    def code_pour(cls, departement):
        """Rend le code du territoire qui rend compte de ce département : sa région."""
        return departement.region_id
