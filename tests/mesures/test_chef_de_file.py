"""Le chef de file d’une mesure : le CGET le nomme."""

import pytest
from django.urls import reverse

from tests.factories import (
    MesureFactory,
)

pytestmark = pytest.mark.django_db


def test_le_cget_donne_un_chef_de_file_a_une_mesure(client, cget):
    mesure = MesureFactory()
    client.force_login(cget)
    adresse = reverse("mesures:cadre", args=[mesure.code])
    assert "À renseigner" in client.get(adresse).text
    saisie = {"thematique": mesure.thematique_id, "nouveau_ministere": "Ministère du travail"}
    client.post(adresse, saisie)
    mesure.refresh_from_db()
    assert str(mesure.chef_de_file) == "Ministère du travail"
    assert "déjà dans la liste" in client.post(adresse, saisie).text


def test_un_ministere_ne_se_donne_pas_une_mesure(client, ministere):
    mesure = MesureFactory()
    client.force_login(ministere)
    assert client.get(reverse("mesures:cadre", args=[mesure.code])).status_code == 404
