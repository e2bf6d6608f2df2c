"""Connexion, déconnexion, mot de passe ; rien ne s'ouvre à qui n'est pas connecté."""

import pytest
from django.urls import reverse

from comptes.models import Utilisateur
from tests.factories import DepartementFactory
from tests.mots_de_passe import MOT_DE_PASSE


@pytest.fixture
def compte(agent_59):
    agent_59.set_password(MOT_DE_PASSE)
    agent_59.save()
    return agent_59


def test_connexion_mene_au_tableau_de_bord(client, compte):
    reponse = client.post(
        reverse("connexion"), {"username": "agent-59", "password": MOT_DE_PASSE}, follow=True
    )
    assert reponse.redirect_chain == [(reverse("accueil"), 302)]
    assert reponse.context["user"] == compte


def test_connexion_revient_a_la_page_demandee(client, compte):
    page = reverse("mot_de_passe")
    reponse = client.get(page, follow=True)
    donnees = {
        "username": "agent-59",
        "password": MOT_DE_PASSE,
        "next": reponse.context["next"],
    }
    assert client.post(reverse("connexion"), donnees).url == page


def test_connexion_ne_renvoie_jamais_vers_un_autre_site(client, compte):
    donnees = {
        "username": "agent-59",
        "password": MOT_DE_PASSE,
        "next": "https://exemple.org/",
    }
    assert client.post(reverse("connexion"), donnees).url == reverse("accueil")


def test_mauvais_mot_de_passe_est_refuse_en_francais(client, compte):
    reponse = client.post(reverse("connexion"), {"username": "agent-59", "password": "faux"})
    assert (
        "Saisissez un identifiant (ou une adresse électronique) et un mot de passe valides"
        in " ".join(reponse.content.decode().replace("&#x27;", "’").split())
    )
    assert "_auth_user_id" not in client.session


def test_compte_inactif_est_refuse(client, compte):
    compte.is_active = False
    compte.save()
    client.post(reverse("connexion"), {"username": "agent-59", "password": MOT_DE_PASSE})
    assert "_auth_user_id" not in client.session


def test_comptes_de_demonstration_ne_se_montrent_qu_en_demonstration(client, compte, settings):
    assert "quartiers-demo" not in client.get(reverse("connexion")).content.decode()
    settings.DEMO = True
    page = client.get(reverse("connexion")).content.decode()
    assert "quartiers-demo" in page
    assert "agent-59" in page


def test_deconnexion_ferme_la_session(client, agent_59):
    client.force_login(agent_59)
    assert client.post(reverse("deconnexion")).url == reverse("connexion")
    assert "_auth_user_id" not in client.session


def test_deconnexion_efface_les_brouillons_que_gardait_le_navigateur(client, agent_59):
    client.force_login(agent_59)
    assert "Clear-Site-Data" not in client.get(reverse("deconnexion"))
    assert client.post(reverse("deconnexion"))["Clear-Site-Data"] == '"storage"'


def test_visiter_la_deconnexion_montre_un_bouton_et_ne_ferme_rien(client, agent_59):
    client.force_login(agent_59)
    assert "Fermer ma session" in client.get(reverse("deconnexion")).content.decode()
    assert "_auth_user_id" in client.session


def test_changer_son_mot_de_passe(client, compte):
    client.force_login(compte)
    nouveau = "un-autre-mot-de-passe-solide"
    client.post(
        reverse("mot_de_passe"),
        {"old_password": MOT_DE_PASSE, "new_password1": nouveau, "new_password2": nouveau},
    )
    compte.refresh_from_db()
    assert compte.check_password(nouveau)
    assert "_auth_user_id" in client.session


def test_un_mot_de_passe_trop_simple_est_refuse(client, compte):
    client.force_login(compte)
    reponse = client.post(
        reverse("mot_de_passe"),
        {"old_password": MOT_DE_PASSE, "new_password1": "azerty", "new_password2": "azerty"},
    )
    assert "new_password2" in reponse.context["form"].errors
    compte.refresh_from_db()
    assert compte.check_password(MOT_DE_PASSE)


def test_admin_est_ferme_a_un_agent(client, agent_59):
    client.force_login(agent_59)
    assert client.get(reverse("admin:index")).status_code == 302


def test_administrateur_cree_un_compte_avec_son_perimetre_dans_l_admin(client, administrateur):
    client.force_login(administrateur)
    donnees = {
        "username": "nouvel-agent",
        "role": "agent",
        "usable_password": "true",
        "password1": MOT_DE_PASSE,
        "password2": MOT_DE_PASSE,
        "perimetres-TOTAL_FORMS": 1,
        "perimetres-INITIAL_FORMS": 0,
        "perimetres-0-departement": DepartementFactory(code="62").pk,
    }
    reponse = client.post(reverse("admin:comptes_utilisateur_add"), donnees)
    assert reponse.status_code == 302, reponse.context["errors"]
    assert Utilisateur.objects.get(username="nouvel-agent").codes_departements == ("62",)
