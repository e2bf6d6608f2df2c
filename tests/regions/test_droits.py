"""Qui lit et qui écrit une synthèse régionale : sa préfecture, puis, transmise, qui la suit."""

import pytest
from django.urls import reverse

from tests.factories import (
    DepartementFactory,
    SyntheseFactory,
    UtilisateurFactory,
    synthese_regionale_complete,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

ADRESSE = reverse("regions:synthese", args=["2019", "32"])


@pytest.fixture
def synthese():
    DepartementFactory(code="59")
    return synthese_regionale_complete(appreciation="Un secret de brouillon")


@pytest.mark.parametrize("personne", ["agent_region_32", "valideur_region_32"])
def test_sa_prefecture_la_lit_et_l_ecrit(client, request, synthese, personne):
    client.force_login(request.getfixturevalue(personne))
    assert client.post(ADRESSE, {"verrou": 0, "appreciation": "Écrite."}).status_code == 302
    synthese.refresh_from_db()
    assert synthese.appreciation == "Écrite."


@pytest.mark.parametrize("personne", ["region_32", "cget", "administrateur"])
def test_qui_la_suit_ne_la_lit_qu_une_fois_transmise_et_n_y_ecrit_rien(
    client, request, synthese, valideur_region_32, personne
):
    client.force_login(request.getfixturevalue(personne))
    assert client.get(ADRESSE).status_code == 404
    synthese.transmettre(valideur_region_32)
    assert client.get(ADRESSE).status_code == 200
    client.post(ADRESSE, {"verrou": 1, "appreciation": "Intrus"})
    synthese.refresh_from_db()
    assert synthese.appreciation == "Un secret de brouillon"


@pytest.mark.parametrize("personne", ["agent_59", "valideur_59", "agent_13", "ministere"])
def test_personne_d_autre_ne_la_lit_meme_transmise(
    client, request, synthese, valideur_region_32, personne
):
    synthese.transmettre(valideur_region_32)
    client.force_login(request.getfixturevalue(personne))
    for adresse in (ADRESSE, f"{ADRESSE}pdf/", f"{ADRESSE}versions/1/json/"):
        assert client.get(adresse).status_code == 404


def test_une_autre_region_ne_la_lit_pas(client, synthese, valideur_region_32):
    synthese.transmettre(valideur_region_32)
    client.force_login(UtilisateurFactory(role="valideur_region", regions=["93"]))
    assert client.get(ADRESSE).status_code == 404


def test_qui_ecrit_pour_la_region_n_ecrit_pas_la_synthese_d_un_departement(
    client, valideur_region_32
):
    SyntheseFactory(departement=DepartementFactory(code="59"))
    client.force_login(valideur_region_32)
    adresse = reverse("synthese", args=["2019", "59"])
    assert client.post(adresse, {"verrou": 0, "demarches": "Intrus"}).status_code == 404
    assert client.get(reverse("synthese", args=["2020", "59"])).status_code == 404


def test_le_departement_de_meme_code_que_la_region_n_ouvre_rien(client, synthese):
    """Le Gers est le département 32 ; les Hauts-de-France, la région 32."""
    client.force_login(UtilisateurFactory(role="valideur", departements=["32"]))
    assert client.get(ADRESSE).status_code == 404
    assert client.post(ADRESSE, {"verrou": 0, "appreciation": "Intrus"}).status_code == 404
