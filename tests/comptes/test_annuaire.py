"""L'annuaire : chacun y joint les personnes de ses territoires, le CGET toutes."""

import pytest
from django.urls import reverse

from comptes.models import Utilisateur
from tests.factories import DepartementFactory, ReferentFactory, RegionFactory, UtilisateurFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def bouches_du_rhone(db):
    return DepartementFactory(code="13", region=RegionFactory(code="93"))


def test_qui_voit_qui(
    bouches_du_rhone,
    agent_59,
    agent_13,
    agent_region_32,
    region_32,
    ministere,
    cget,
    administrateur,
):
    parti = UtilisateurFactory(departements=["59"], is_active=False)
    du_nord = {agent_59, agent_region_32, region_32}
    tous = du_nord | {agent_13, ministere, cget, administrateur}
    attendus = {
        agent_59: du_nord,
        agent_region_32: du_nord,
        region_32: du_nord,
        agent_13: {agent_13},
        cget: tous,
        administrateur: tous,
        ministere: set(),
        UtilisateurFactory(role="cget", is_active=False): set(),
    }
    for user, vus in attendus.items():
        assert set(Utilisateur.objects.visibles_par(user)) == vus, user
        assert parti not in vus


def test_le_cget_filtre_et_exporte(client, cget, agent_59, agent_13):
    client.force_login(cget)
    adresse = f"{reverse('annuaire')}?departement=13&role=agent"
    assert list(client.get(adresse).context["page_obj"]) == [agent_13]
    export = client.get(f"{adresse}&format=csv").getvalue().decode()
    assert "agent-13@exemple.gouv.fr" in export
    assert "agent-59@exemple.gouv.fr" not in export


def test_l_annuaire_est_ferme_aux_ministeres_et_sans_perimetre(client, ministere):
    for user in (ministere, UtilisateurFactory(role="cget")):
        client.force_login(user)
        assert client.get(reverse("annuaire")).status_code == 403


def test_la_page_d_un_departement_donne_ses_personnes_et_son_referent(client, agent_59, agent_13):
    ReferentFactory(departement__code="59", nom="Camille Lefèvre")
    client.force_login(agent_59)
    page = client.get(reverse("annuaire_departement", args=["59"]))
    assert agent_59.email in page.text
    assert agent_13.email not in page.text
    assert "Camille Lefèvre" in page.text


def test_la_page_d_un_departement_dit_qu_il_n_a_pas_de_referent(client, cget, agent_59):
    client.force_login(cget)
    page = client.get(reverse("annuaire_departement", args=["59"]))
    assert "Aucun référent n’est désigné" in page.text


@pytest.mark.parametrize("adresse", ["/annuaire/", "/annuaire/59/"])
def test_les_requetes_ne_dependent_pas_du_nombre(
    client, cget, agent_59, django_assert_max_num_queries, adresse
):
    client.force_login(cget)
    with django_assert_max_num_queries(16) as avant:
        client.get(adresse)
    for _ in range(10):
        UtilisateurFactory(departements=["59"])
    with django_assert_max_num_queries(len(avant)):
        client.get(adresse)
