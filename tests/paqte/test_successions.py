"""Référent, organisation et partenaires ont leurs dates : un bilan montre ceux de son semestre."""

import pytest
from django.urls import reverse

from paqte.models import AncienReferent, Bilan, Partenaire, Referent
from tests.factories import (
    AutreReferentFactory,
    BilanFactory,
    OrganisationFactory,
    ReferentFactory,
)
from tests.formulaires import rempli

pytestmark = pytest.mark.django_db


@pytest.fixture
def referent(agent_59):
    return ReferentFactory(departement_id="59", nom="Camille Lefèvre")


def designer(client, nom, date):
    adresse = reverse("paqte:referent", args=["59"])
    return client.post(adresse, rempli(client, adresse) | {"nom": nom, "designe_le": date})


def referents(*semestres):
    bilans = [Bilan(departement_id="59", periode=s) for s in semestres]
    return [bilan.contenu()["referent"]["nom"] for bilan in bilans]


def test_un_referent_designe_plus_tard_garde_l_ancien_a_ses_dates(client, agent_59, referent):
    client.force_login(agent_59)
    designer(client, "Dominique Petit", "01/09/2021")
    assert (Referent.objects.get().nom, AncienReferent.objects.get().nom) == (
        "Dominique Petit",
        "Camille Lefèvre",
    )
    assert referents("2019-s2", "2021-s1", "2021-s2") == [
        "Camille Lefèvre",
        "Camille Lefèvre",
        "Dominique Petit",
    ]
    assert "Camille Lefèvre" in client.get(reverse("paqte:animation", args=["59"])).text


def test_corriger_un_nom_sans_changer_sa_date_ne_garde_rien(client, agent_59, referent):
    client.force_login(agent_59)
    designer(client, "Camille Lefebvre", "10/02/2019")
    assert not AncienReferent.objects.exists()
    assert referents("2019-s1") == ["Camille Lefebvre"]


def test_avant_le_premier_referent_le_bilan_nomme_le_premier(referent):
    assert referents("2018-s2") == ["Camille Lefèvre"]


@pytest.mark.parametrize(
    ("semestre", "nommes"), [("2019-s1", ["Dominique Payet"]), ("2019-s2", []), ("2018-s2", [])]
)
def test_un_bilan_nomme_les_autres_referents_du_dernier_jour_de_son_semestre(
    referent, semestre, nommes
):
    AutreReferentFactory(departement_id="59", nom="Dominique Payet", jusqu_au="2019-06-30")
    contenu = Bilan(departement_id="59", periode=semestre).contenu()
    assert [autre["nom"] for autre in contenu["autres_referents"]] == nommes


def test_l_organisation_d_un_bilan_est_celle_de_son_semestre(client, agent_59):
    OrganisationFactory(departement_id="59", description="Une chargée de mission.")
    client.force_login(agent_59)
    adresse = reverse("paqte:organisation", args=["59"])
    client.post(
        adresse,
        rempli(client, adresse) | {"depuis_le": "01/01/2020", "description": "Un club."},
    )
    descriptions = [
        Bilan(departement_id="59", periode=s).contenu()["organisation"]["description"]
        for s in ("2019-s2", "2020-s1")
    ]
    assert descriptions == ["Une chargée de mission.", "Un club."]


@pytest.mark.parametrize(
    ("depuis_le", "jusqu_au", "montre"),
    [
        (None, None, True),
        ("2019-12-31", None, True),
        ("2020-01-01", None, False),
        (None, "2019-07-01", True),
        (None, "2019-06-30", False),
    ],
)
def test_un_partenaire_est_d_un_bilan_s_il_l_etait_un_jour_du_semestre(
    agent_59, depuis_le, jusqu_au, montre
):
    dates = {"depuis_le": depuis_le, "jusqu_au": jusqu_au}
    Partenaire.objects.create(departement_id="59", nom="FACE", reseau="face", **dates)
    bilan = BilanFactory(departement_id="59", periode="2019-s2")
    assert bool(bilan.contenu()["partenaires"]["liste"]) is montre


def test_un_partenaire_ne_finit_pas_avant_d_avoir_commence(client, agent_59):
    client.force_login(agent_59)
    champs = {
        "departement": "59",
        "nom": "FACE",
        "reseau": "face",
        "depuis_le": "01/02/2020",
        "jusqu_au": "31/01/2020",
    }
    reponse = client.post(reverse("paqte:partenaire_ajouter", args=["59"]), champs)
    assert list(reponse.context["form"].errors) == ["jusqu_au"]
