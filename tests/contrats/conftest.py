"""Ce que partagent les tests des contrats."""

import pytest

from tests import adresses

LISTES = [nom for nom in adresses.LISTES if nom.startswith(("contrats:", "syntheses"))]


@pytest.fixture(params=LISTES)
def liste(request):
    """Le nom de l'adresse de chaque liste, tour à tour."""
    return request.param
