"""Le bilan et la convention des grilles."""

import pytest

from paqte.models import Cible
from tests.factories import (
    AxeFactory,
    ConventionFactory,
    DepartementFactory,
    IndicateurFactory,
    bilan_complet,
)


@pytest.fixture
def bilan():
    return bilan_complet()


@pytest.fixture
def convention(bilan):
    """Une convention du Nord, qui vise dix recrutements."""
    indicateur = IndicateurFactory(code="recrutements-qpv", unite="recrutements")
    convention = ConventionFactory(
        entreprise__departement=bilan.departement, entreprise__nom="Acier du Nord"
    )
    convention.axes.set([indicateur.axe])
    Cible.objects.create(convention=convention, indicateur=indicateur, valeur=10)
    return convention


@pytest.fixture
def nord():
    """Un Nord dont les quatre axes ont leur nom, deux leur indicateur."""
    for rang, nom in enumerate(("Sensibiliser", "Former", "Recruter", "Acheter"), start=1):
        AxeFactory(rang=rang, nom=nom)
    IndicateurFactory(axe__rang=3, code="embauches", libelle="Embauches en QPV", unite="personnes")
    IndicateurFactory(axe__rang=4, code="achats", libelle="Achats", unite="euros")
    return DepartementFactory(code="59", nom="Nord")
