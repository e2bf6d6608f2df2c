"""Ce que partagent les tests des remontées."""

import pytest
from django.core import mail

from paqte.models import Bilan
from tests.factories import bilan_complet, synthese_complete


@pytest.fixture
def transmise(valideur_59, sans_rendu):
    """Une synthèse transmise."""
    synthese = synthese_complete()
    synthese.transmettre(valideur_59)
    synthese.refresh_from_db()
    return synthese


@pytest.fixture
def bilan():
    return bilan_complet()


@pytest.fixture
def soumis(bilan, agent_59, valideur_59):
    bilan.soumettre(agent_59)
    mail.outbox.clear()
    return Bilan.objects.get()
