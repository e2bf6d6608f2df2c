"""Ce qu'une personne ferme en changeant de mot de passe ou en activant son second facteur."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from comptes.courriel import envoyer_oubli
from comptes.models import Jeton
from tests.mots_de_passe import choisir
from tests.seconds_facteurs import activer

pytestmark = pytest.mark.django_db

ANCIEN, NOUVEAU = "un-mot-de-passe-solide", "un-autre-mot-de-passe-solide"


@pytest.fixture
def victime(agent_59):
    agent_59.set_password(ANCIEN)
    agent_59.save()
    return agent_59


@pytest.fixture
def vole(victime):
    """Rend {portée: (jeton, secret)} que le voleur s'est faits."""
    return {p: Jeton.objects.creer(victime, "Voleur", p) for p in Jeton.Portee.values}


def par_le_portail(victime, administrateur):
    client = Client()
    client.force_login(victime)
    champs = {"old_password": ANCIEN, "new_password1": NOUVEAU, "new_password2": NOUVEAU}
    assert client.post(reverse("mot_de_passe"), champs).status_code == 302


def par_le_lien_recu(victime, administrateur):
    envoyer_oubli(victime.email, "http", "testserver")
    choisir(Client(), mail.outbox[-1])


def par_l_administration(victime, administrateur):
    client = Client()
    client.force_login(administrateur)
    adresse = reverse("admin:auth_user_password_change", args=[victime.pk])
    champs = {"password1": NOUVEAU, "password2": NOUVEAU}
    assert client.post(adresse, champs).status_code == 302


@pytest.mark.parametrize("porte", [par_le_portail, par_le_lien_recu, par_l_administration])
def test_changer_de_mot_de_passe_revoque_les_jetons(client, victime, vole, administrateur, porte):
    api = {"Authorization": f"Bearer {vole['api'][1]}"}
    assert client.get(reverse("api:quartiers"), headers=api).status_code == 200
    porte(victime, administrateur)
    assert client.get(reverse("api:quartiers"), headers=api).status_code == 401
    assert not victime.jetons.exists()


def test_activer_le_second_facteur_ferme_les_sessions_d_avant_et_revoque_les_jetons(
    client, victime, vole
):
    voleur = Client()
    voleur.force_login(victime)
    activer(client, victime)
    assert voleur.get(reverse("accueil")).status_code == 302
    assert client.get(reverse("accueil")).status_code == 200
    assert not victime.jetons.exists()


@pytest.mark.parametrize("portee", Jeton.Portee.values)
def test_un_jeton_cree_se_dit_par_courriel(client, victime, portee):
    client.force_login(victime)
    client.post(reverse("jetons"), {"nom": "Tableau de la DDT", "portee": portee})
    (message,) = mail.outbox
    assert message.to == [victime.email]
    assert "Tableau de la DDT" in message.body
    assert f"http://testserver{reverse('jetons')}" in message.body
    assert "révoquez-le" in message.body
