"""Ce que partagent les tests des contrats."""

import pytest

LISTES = (
    "contrats:contrats",
    "contrats:engagements",
    "contrats:projets",
    "contrats:cibles",
    "contrats:colleges",
    "contrats:conventions_nationales",
    "contrats:dijon",
    "syntheses",
)


@pytest.fixture(params=LISTES)
def liste(request):
    """Le nom de l'adresse de chaque liste, tour à tour."""
    return request.param
