"""« Mon compte » : qui je suis pour le portail, et où tout ce qui m'est propre se règle."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db

COMMUNES = {"mot_de_passe", "second_facteur_gerer", "mes_courriels", "jetons"}


def liens(client, user):
    client.force_login(user)
    page = client.get(reverse("mon_compte")).text
    reglages = COMMUNES | {"delegations"}
    return {nom for nom in reglages if f'href="{reverse(nom)}"' in page}


def test_chacun_y_lit_son_role_et_ses_territoires(client, agent_59):
    client.force_login(agent_59)
    page = client.get(reverse("mon_compte")).text
    assert "Rôle : Agent de préfecture" in page
    assert f'href="{reverse("annuaire_departement", args=["59"])}"' in page
    # Depuis chaque page, par son nom en tête.
    assert f'href="{reverse("mon_compte")}"' in client.get(reverse("accueil")).text


def test_qui_n_ecrit_nulle_part_n_y_delegue_rien(client, agent_59, cget):
    assert liens(client, agent_59) == COMMUNES | {"delegations"}
    assert liens(client, cget) == COMMUNES
