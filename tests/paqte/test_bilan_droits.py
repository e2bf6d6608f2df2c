"""Qui voit un bilan : sa préfecture toujours, les autres une fois transmis, jamais un voisin."""

import pytest
from django.urls import reverse

from remontees.periodes import Semestre
from tests.factories import bilan_complet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

ARGUMENTS = [Semestre(2019, 1), "59"]
EN_LECTURE = ["bilan", "bilan_pdf", "bilan_transmettre"]
EN_ECRITURE = ["bilan", "bilan_transmettre", "bilan_renvoyer", "bilan_accepter"]
VERSIONS = ["bilan_version_pdf", "bilan_version_json"]


@pytest.mark.parametrize("nom", EN_LECTURE)
@pytest.mark.parametrize("transmis", [False, True])
def test_l_agent_du_13_ne_trouve_aucune_page_du_59(client, agent_13, valideur_59, nom, transmis):
    bilan = bilan_complet()
    if transmis:
        bilan.transmettre(valideur_59)
    client.force_login(agent_13)
    assert client.get(reverse(f"paqte:{nom}", args=ARGUMENTS)).status_code == 404


@pytest.mark.parametrize("nom", EN_ECRITURE)
def test_l_agent_du_13_n_ecrit_rien_dans_le_59(client, agent_13, nom):
    bilan_complet()
    client.force_login(agent_13)
    adresse = reverse(f"paqte:{nom}", args=ARGUMENTS)
    assert client.post(adresse, {"verrou": 0, "strategie": "Intrus"}).status_code == 404


@pytest.mark.parametrize("nom", VERSIONS)
def test_l_agent_du_13_ne_lit_pas_les_versions_du_59(client, agent_13, valideur_59, nom):
    bilan_complet().transmettre(valideur_59)
    client.force_login(agent_13)
    assert client.get(reverse(f"paqte:{nom}", args=[*ARGUMENTS, 1])).status_code == 404


@pytest.mark.parametrize("personne", ["region_32", "cget", "administrateur", "ministere"])
@pytest.mark.parametrize("nom", EN_LECTURE)
def test_un_brouillon_est_invisible_hors_de_sa_prefecture(client, request, personne, nom):
    bilan_complet()
    client.force_login(request.getfixturevalue(personne))
    assert client.get(reverse(f"paqte:{nom}", args=ARGUMENTS)).status_code == 404


@pytest.mark.parametrize("personne", ["region_32", "cget", "administrateur", "agent_59"])
def test_un_bilan_transmis_se_lit(client, request, valideur_59, personne):
    bilan_complet().transmettre(valideur_59)
    client.force_login(request.getfixturevalue(personne))
    assert client.get(reverse("paqte:bilan", args=ARGUMENTS)).status_code == 200


def test_un_ministere_ne_lit_pas_les_bilans(client, ministere, valideur_59):
    bilan_complet().transmettre(valideur_59)
    client.force_login(ministere)
    assert client.get(reverse("paqte:bilan", args=ARGUMENTS)).status_code == 404


def test_le_cget_ne_lit_pas_le_complement_en_cours(client, cget, valideur_59):
    bilan = bilan_complet()
    bilan.transmettre(valideur_59)
    bilan.renvoyer(cget, "Précisez.")
    bilan.refresh_from_db()
    bilan.strategie = "Texte en cours de rédaction"
    bilan.enregistrer(valideur_59, bilan.verrou)
    client.force_login(cget)
    page = client.get(reverse("paqte:bilan", args=ARGUMENTS)).content.decode()
    assert "Aller vers les PME." in page
    assert "Texte en cours de rédaction" not in page


def test_le_cget_voit_un_brouillon_seulement_en_cours(client, cget):
    bilan_complet()
    client.force_login(cget)
    page = client.get(reverse("paqte:bilans"), {"periode": "2019-s1"}).content.decode()
    assert "En cours" in page
    assert reverse("paqte:bilan", args=ARGUMENTS) not in page


def test_sans_connexion_on_est_mene_a_la_page_de_connexion(client):
    reponse = client.get(reverse("paqte:bilan", args=ARGUMENTS))
    assert reponse.url.startswith(reverse("connexion"))


def test_le_suivi_national_a_un_nombre_constant_de_requetes(
    client, cget, django_assert_max_num_queries
):
    from tests.factories import BilanFactory, DepartementFactory

    client.force_login(cget)
    adresse = reverse("paqte:bilans") + "?periode=2019-s1"
    BilanFactory(departement=DepartementFactory(code="01"))
    with django_assert_max_num_queries(15) as un:
        client.get(adresse)
    for code in ("02", "03", "04", "05"):
        BilanFactory(departement=DepartementFactory(code=code))
    with django_assert_max_num_queries(15) as cinq:
        client.get(adresse)
    assert len(cinq) <= len(un)
