"""Le mot de passe oublié : un lien par courriel, sans dire qui a un compte."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django_q.conf import Conf

from comptes.personnes import inviter_personne
from tests.factories import UtilisateurFactory
from tests.mots_de_passe import MOT_DE_PASSE, choisir, lien

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _taches_faites_aussitot(monkeypatch):
    monkeypatch.setattr(Conf, "SYNC", True)


@pytest.fixture
def compte(agent_59):
    agent_59.set_password("ancien-mot-de-passe")
    agent_59.save()
    return agent_59


def demander(client, adresse):
    return client.post(reverse("mot_de_passe_oublie"), {"email": adresse}, follow=True)


def test_le_lien_recu_change_le_mot_de_passe(client, compte):
    demander(client, "AGENT-59@exemple.gouv.fr")
    assert "Votre mot de passe est choisi" in choisir(client, mail.outbox[0]).text
    compte.refresh_from_db()
    assert compte.check_password(MOT_DE_PASSE)


def test_le_courriel_dit_son_delai_en_texte_et_en_html(client, compte):
    demander(client, compte.email)
    (message,) = mail.outbox
    ((html, _),) = message.alternatives
    assert message.subject == "Quartiers : choisir un nouveau mot de passe"
    for corps in (message.body, html):
        assert lien(message) in corps
        assert "vaut 3 jours" in corps
        assert "agent-59" in corps


def test_la_reponse_ne_dit_pas_qui_a_un_compte(client, compte):
    UtilisateurFactory(username="parti", is_active=False)
    pages = [
        demander(client, adresse)
        for adresse in (compte.email, "parti@exemple.gouv.fr", "inconnu@exemple.gouv.fr")
    ]
    assert len({(page.status_code, page.text) for page in pages}) == 1
    assert [message.to for message in mail.outbox] == [[compte.email]]


def test_la_reponse_ne_coute_pas_plus_pour_un_compte(
    client, compte, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(Conf, "SYNC", False)
    for adresse in (compte.email, "inconnu@exemple.gouv.fr"):
        # La tâche s'écrit ; rien ne se cherche.
        with django_assert_num_queries(1):
            client.post(reverse("mot_de_passe_oublie"), {"email": adresse})
    assert mail.outbox == []


def test_trente_demandes_ne_font_qu_un_courriel(client, compte):
    for _ in range(30):
        demander(client, compte.email)
    assert len(mail.outbox) == 1
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=11)):
        demander(client, compte.email)
    assert len(mail.outbox) == 2


def test_le_lien_recu_rouvre_un_compte_que_des_essais_ont_ferme(client, compte):
    connexion = {"username": compte.username, "password": "faux"}
    for _ in range(6):
        fermee = client.post(reverse("connexion"), connexion)
    assert fermee.status_code == 429
    demander(client, compte.email)
    choisir(client, mail.outbox[0])
    ouverte = client.post(reverse("connexion"), connexion | {"password": MOT_DE_PASSE})
    assert ouverte.status_code == 302


def test_une_invitation_perimee_se_redemande(client, compte):
    inviter_personne(compte)
    demander(client, compte.email)
    assert "Votre mot de passe est choisi" in choisir(client, mail.outbox[0]).text


def test_un_lien_perime_le_dit(client, compte):
    with time_machine.travel("2026-01-01T12:00:00+01:00", tick=False):
        demander(client, compte.email)
    with time_machine.travel("2026-01-04T12:00:01+01:00", tick=False):
        assert "Ce lien ne vaut plus" in choisir(client, mail.outbox[0]).text


def test_le_lien_d_un_compte_ferme_entre_temps_ne_vaut_plus(client, compte):
    demander(client, compte.email)
    compte.is_active = False
    compte.save()
    assert "Ce lien ne vaut plus" in choisir(client, mail.outbox[0]).text


def test_une_adresse_mal_ecrite_est_refusee(client, compte):
    reponse = demander(client, "agent-59")
    assert reponse.status_code == 422
    assert "email" in reponse.context["form"].errors


def test_un_mot_de_passe_trop_simple_est_refuse(client, compte):
    demander(client, compte.email)
    reponse = choisir(client, mail.outbox[0], "12345")
    assert reponse.status_code == 422
    compte.refresh_from_db()
    assert compte.check_password("ancien-mot-de-passe")


def test_la_page_de_connexion_mene_au_mot_de_passe_oublie(client, db):
    assert reverse("mot_de_passe_oublie") in client.get(reverse("connexion")).text


@pytest.mark.parametrize("identifiant", ["agent-59", "agent-59@exemple.gouv.fr"])
def test_on_se_connecte_par_son_identifiant_ou_son_adresse(client, compte, identifiant):
    saisi = {"username": identifiant, "password": "ancien-mot-de-passe"}
    assert client.post(reverse("connexion"), saisi).url == reverse("accueil")
