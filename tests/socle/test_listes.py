"""Une liste se montre et s'exporte aux colonnes choisies ; la personne la garde, et l'oublie."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.adresses import LISTES
from tests.factories import ConventionFactory, QuartierFactory
from tests.tableaux import lire_csv

pytestmark = pytest.mark.django_db

LISTE = reverse("quartiers:liste")
GARDER = reverse("liste_habituelle")


@pytest.fixture
def agent(client, agent_59):
    QuartierFactory(departement__code="59", nom="Mont-Liébaut", communes="Béthune", population=1500)
    client.force_login(agent_59)
    return client


def test_une_liste_se_montre_aux_colonnes_choisies(agent):
    page = agent.get(LISTE, {"colonnes": ["nom", "population"], "recherche": "mont"})
    (ligne,) = page.context["lignes_choisies"]
    assert ligne[1] == ["Mont-Liébaut", "1500"]
    assert "Béthune" not in page.text


def test_une_liste_s_exporte_aux_colonnes_choisies(agent):
    (ligne,) = lire_csv(agent.get(LISTE, {"colonnes": ["nom", "code"], "format": "csv"}))
    assert list(ligne) == ["code", "nom"]


def test_une_colonne_inconnue_ne_change_rien(agent):
    assert "Béthune" in agent.get(LISTE, {"colonnes": "inconnue"}).text


def test_une_liste_gardee_s_ouvre_telle_quelle(agent, agent_59):
    adresse = f"{LISTE}?departement=59&colonnes=nom"
    assert agent.post(GARDER, {"adresse": adresse}).url == adresse
    assert agent.get(LISTE).url == adresse
    assert agent.get(LISTE, {"tout": "oui"}).status_code == 200
    assert agent.get(LISTE, {"recherche": "mont"}).status_code == 200
    agent.post(GARDER, {"adresse": LISTE})
    assert agent.get(LISTE).status_code == 200
    agent_59.refresh_from_db()
    assert agent_59.listes == {}


def test_chacun_garde_la_sienne(agent, client, agent_13):
    agent.post(GARDER, {"adresse": f"{LISTE}?departement=59"})
    client.force_login(agent_13)
    assert client.get(LISTE).status_code == 200


@pytest.mark.parametrize("adresse", ["https://ailleurs.fr/?a=b", "//ailleurs.fr/?a=b", ""])
def test_une_liste_d_ailleurs_ne_se_garde_pas(agent, agent_59, adresse):
    assert agent.post(GARDER, {"adresse": adresse}).status_code == 400
    agent_59.refresh_from_db()
    assert agent_59.listes == {}


def test_une_adresse_demesuree_ne_se_garde_pas(agent):
    assert agent.post(GARDER, {"adresse": f"{LISTE}?a={'b' * 3000}"}).status_code == 400


def test_le_lien_d_une_liste_gardee_part_de_sa_premiere_page(agent, agent_59):
    page = agent.get(LISTE, {"departement": "59", "page": "2"})
    assert page.context["recherche"] == "departement=59"


def test_toutes_les_listes_ont_leurs_colonnes(client, cget, administrateur):
    ConventionFactory()
    for nom in LISTES:
        for personne in (cget, administrateur):
            client.force_login(personne)
            page = client.get(reverse(nom), {"tout": "oui"})
            if page.status_code == 200:
                break
        assert page.context["colonnes"], nom
        premiere = page.context["colonnes"][0]
        choisie = client.get(reverse(nom), {"colonnes": premiere.nom})
        assert f'<th scope="col">{premiere.titre}</th>' in choisie.text, nom


def test_une_page_ne_calcule_que_pour_ce_qu_elle_montre(client, cget):
    client.force_login(cget)
    noms = [f"Entreprise {rang:02}" for rang in range(30)]
    for nom in reversed(noms):
        ConventionFactory(entreprise__nom=nom)
    with CaptureQueriesContext(connection) as requetes:
        page = client.get(reverse("paqte:conventions"), {"page": 2})
    assert [c.entreprise.nom for c in page.context["page_obj"]] == noms[25:]
    (calcul,) = [r["sql"] for r in requetes if "paqte_resultatconvention" in r["sql"]]
    assert '"paqte_convention"."id" IN (' in calcul
