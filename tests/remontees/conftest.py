"""Ce que partagent les tests des remontées."""

import pytest

from tests.factories import synthese_complete


@pytest.fixture
def transmise(valideur_59, sans_rendu):
    """Une synthèse transmise."""
    synthese = synthese_complete()
    synthese.transmettre(valideur_59)
    synthese.refresh_from_db()
    return synthese
