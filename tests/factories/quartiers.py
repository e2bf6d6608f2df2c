"""Fabriques des territoires."""

import factory
from factory.django import DjangoModelFactory

from quartiers.models import Departement, Quartier, Region


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ["code"]

    code = "32"
    nom = "Hauts-de-France"


class DepartementFactory(DjangoModelFactory):
    class Meta:
        model = Departement
        django_get_or_create = ["code"]

    code = "59"
    nom = factory.Sequence(lambda n: f"Département n° {n}")
    region = factory.SubFactory(RegionFactory)


class QuartierFactory(DjangoModelFactory):
    class Meta:
        model = Quartier

    departement = factory.SubFactory(DepartementFactory)
    code = factory.LazyAttributeSequence(
        lambda o, n: f"QP{o.departement.code.zfill(3)}{n % 1000:03}"
    )
    millesime = 2015
    nom = factory.Sequence(lambda n: f"Quartier n° {n}")
    communes = "Lille"
    population = 1000
    defm = 100
    pru = "aucun"
