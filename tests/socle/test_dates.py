"""Un fait ne se date ni de l'avenir, ni d'avant la politique suivie ici."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tests.factories import (
    CibleTerritorialeFactory,
    CollegeFactory,
    ContratFactory,
    ProtocoleFactory,
    ReferentFactory,
    ValeurFactory,
)

pytestmark = pytest.mark.django_db

FAITS = [
    (CibleTerritorialeFactory, "valeur_le"),
    (ContratFactory, "evaluation_le"),
    (ContratFactory, "signe_le"),
    (ProtocoleFactory, "negociation_le"),
    (ProtocoleFactory, "signe_le"),
    (ReferentFactory, "designe_le"),
    (ValeurFactory, "le"),
]


@pytest.mark.parametrize(("fabrique", "champ"), FAITS)
@pytest.mark.parametrize("jours", [1, -365 * 120])
def test_une_date_impossible_se_refuse_a_son_champ(fabrique, champ, jours):
    objet = fabrique()
    setattr(objet, champ, timezone.localdate() + datetime.timedelta(jours))
    with pytest.raises(ValidationError) as refus:
        objet.clean_fields()
    assert champ in refus.value.message_dict


def test_une_reunion_se_prevoit_mais_ne_date_pas_d_avant():
    reunion = CollegeFactory()
    reunion.date = timezone.localdate() + datetime.timedelta(1)
    reunion.clean_fields()
    reunion.date = datetime.date(2013, 12, 31)
    with pytest.raises(ValidationError) as refus:
        reunion.clean_fields()
    assert "date" in refus.value.message_dict


def test_une_signature_ne_precede_pas_sa_negociation():
    protocole = ProtocoleFactory()
    protocole.negociation_le = datetime.date(2019, 5, 2)
    protocole.signe_le = datetime.date(2019, 5, 1)
    with pytest.raises(ValidationError) as refus:
        protocole.clean()
    assert "signe_le" in refus.value.message_dict
