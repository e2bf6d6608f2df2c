"""Le journal du serveur : une ligne par fait, et une pile d'appels seulement pour une panne."""

import logging

import pytest
from django.urls import reverse


def test_un_refus_n_ecrit_pas_de_pile_d_appels(client, agent_59, ecrit):
    client.force_login(agent_59)
    assert client.get(reverse("campagnes")).status_code == 403
    assert "/campagnes/" in ecrit()
    assert "Traceback" not in ecrit()


def test_une_demande_forgee_non_plus(client, db, ecrit, settings):
    settings.ALLOWED_HOSTS = ["quartiers.gouv.fr"]
    assert client.get("/", headers={"host": "ailleurs.fr"}).status_code == 400
    assert "ailleurs.fr" in ecrit()
    assert "Traceback" not in ecrit()


def test_une_panne_ecrit_la_sienne(client, agent_59, ecrit, monkeypatch):
    monkeypatch.setattr("accueil.views._ce_que_doit", lambda *_: 1 / 0)
    client.raise_request_exception = False
    client.force_login(agent_59)
    assert client.get(reverse("accueil")).status_code == 500
    assert "ZeroDivisionError" in ecrit()


@pytest.mark.parametrize("signe", ["\n", "\r", "\x1b[2J", "\x9b"])
def test_un_message_tient_sur_sa_ligne(ecrit, signe):
    logging.getLogger("essai").warning("vu : %s", f"a{signe}AXES: Successful login")
    assert ecrit().count("\n") == 1
    assert signe not in ecrit().removesuffix("\n")
    assert "Successful login" in ecrit()
