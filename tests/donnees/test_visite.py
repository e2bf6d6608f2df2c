"""La première visite : à chaque rôle, ce qu'il peut et par où commencer."""

import pytest
from django.conf import settings as reglages
from django.urls import reverse

from comptes.models import Utilisateur
from socle.fixtures import lire_fixture

COMPTES = lire_fixture("demo_comptes")
LIEN = 'href="/premiere-visite/"'


@pytest.fixture
def _demonstration(settings):
    settings.DEMO = True


@pytest.mark.usefixtures("_demonstration")
def test_le_tableau_de_bord_mene_a_la_premiere_visite(client, agent_59):
    assert LIEN not in client.get(reverse("connexion")).content.decode()
    client.force_login(agent_59)
    assert LIEN in client.get(reverse("accueil")).content.decode()


def test_hors_demonstration_l_aide_y_mene_sans_nommer_de_compte_d_essai(client, agent_59):
    client.force_login(agent_59)
    assert LIEN not in client.get(reverse("accueil")).content.decode()
    assert LIEN in client.get(reverse("aide")).content.decode()
    page = client.get(reverse("premiere_visite"))
    assert len(page.context["etapes"]) == 5
    assert "quartiers-demo" not in page.content.decode()


@pytest.mark.usefixtures("_demonstration")
def test_un_compte_sans_territoire_n_a_aucune_etape(client, agent_59):
    agent_59.perimetres.all().delete()
    client.force_login(agent_59)
    page = client.get(reverse("premiere_visite"))
    assert not page.context["etapes"]
    assert "rattaché à aucun territoire" in page.content.decode()


@pytest.mark.usefixtures("_demonstration")
def test_la_connexion_dit_ce_que_peut_chaque_compte_ouvert(client, agent_59, cget):
    cget.is_active = False
    cget.save()
    page = client.get(reverse("connexion")).content.decode()
    peut = {compte["identifiant"]: compte["peut"] for compte in COMPTES}
    assert f", Agent de préfecture : {peut['agent-59']}." in page
    assert peut["cget"] not in page
    assert peut["prefet-59"] not in page


def test_chaque_role_a_de_trois_a_cinq_etapes():
    roles = [etape["role"] for etape in lire_fixture("visites")]
    assert set(roles) == set(Utilisateur.Role.values)
    assert all(3 <= roles.count(role) <= 5 for role in roles)


@pytest.mark.parametrize("compte", COMPTES, ids=lambda compte: compte["identifiant"])
def test_le_readme_dit_la_meme_chose_que_la_page_de_connexion(compte):
    readme = (reglages.BASE_DIR / "README.md").read_text()
    lignes = [ligne for ligne in readme.splitlines() if f"| `{compte['identifiant']}` |" in ligne]
    assert len(lignes) == 1
    assert lignes[0].endswith(f"| {compte['peut']} |")
