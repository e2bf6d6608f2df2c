"""Ce que partagent les tests des mesures."""

import pytest

from mesures.models import Ministere
from tests.factories import DepartementFactory, IndicateurNationalFactory


@pytest.fixture(autouse=True)
def nord(db):
    """Le Nord : un périmètre national n'est pas vide."""
    return DepartementFactory(code="59", nom="Nord")


@pytest.fixture
def chef_de_file(ministere):
    """Un ministère dont `ministere-emploi` est membre."""
    objet = Ministere.objects.create(nom="Ministère du travail")
    objet.membres.add(ministere)
    return objet


@pytest.fixture
def indicateur(client, chef_de_file, ministere):
    """Un indicateur d'une mesure du ministère, devant lequel son membre est connecté."""
    client.force_login(ministere)
    return IndicateurNationalFactory(mesure__chef_de_file=chef_de_file)
