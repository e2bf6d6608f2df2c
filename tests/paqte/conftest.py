"""Le bilan et la convention des grilles."""

import pytest

from paqte.models import Cible
from tests.factories import (
    ConventionFactory,
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
