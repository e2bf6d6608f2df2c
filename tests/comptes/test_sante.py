"""L'état de santé, lu par une sonde qui n'a pas de compte."""

from unittest import mock

from django.db import OperationalError
from django.urls import reverse


def test_sante_repond_200_en_json_sans_connexion(client, db):
    reponse = client.get(reverse("sante"))
    assert reponse.status_code == 200
    assert reponse.json()["base"] == "répond"


def test_sante_repond_503_quand_la_base_est_en_panne(client, db):
    with mock.patch("comptes.views.connexion.connection.cursor", side_effect=OperationalError):
        reponse = client.get(reverse("sante"))
    assert reponse.status_code == 503
    assert reponse.json()["base"] == "ne répond pas"
