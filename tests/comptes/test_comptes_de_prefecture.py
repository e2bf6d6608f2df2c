"""Un valideur tient les comptes de sa préfecture : inviter, désactiver, passer, et pas plus."""

import pytest
from django.core import mail
from django.urls import reverse

from comptes.models import GesteDeCompte, Perimetre, Utilisateur
from quartiers.models import Departement
from tests.factories import DepartementFactory, UtilisateurFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_valideur(client, valideur_59, administrateur):
    client.force_login(valideur_59)
    return client


def inviter(client, **champs):
    saisie = {
        "last_name": "Dubois",
        "email": "c.dubois@nord.gouv.fr",
        "role": "agent",
        "departements": ["59"],
    }
    return client.post(reverse("compte_de_prefecture_inviter"), saisie | champs)


def test_il_invite_un_agent_de_sa_prefecture(client_valideur, valideur_59):
    inviter(client_valideur)
    invitee = Utilisateur.objects.get(email="c.dubois@nord.gouv.fr")
    assert (invitee.role, invitee.codes_departements) == ("agent", ("59",))
    assert mail.outbox[0].to == [invitee.email]
    geste = GesteDeCompte.objects.get()
    assert (geste.par, geste.personne, geste.geste) == (valideur_59, invitee, "invitation")


@pytest.mark.parametrize(
    ("champs", "champ"),
    [
        ({"role": "administrateur"}, "role"),
        ({"role": "cget"}, "role"),
        ({"role": "agent_region"}, "role"),
        ({"departements": ["62"]}, "departements"),
        ({"departements": []}, "departements"),
    ],
)
def test_il_n_invite_ni_ailleurs_ni_a_un_autre_role(client_valideur, champs, champ):
    DepartementFactory(code="62")
    reponse = inviter(client_valideur, **champs)
    assert reponse.status_code == 422
    assert champ in reponse.context["form"].errors
    assert not Utilisateur.objects.filter(last_name="Dubois").exists()


@pytest.mark.usefixtures("administrateur")
def test_un_valideur_de_region_invite_pour_sa_region(client, valideur_region_32):
    client.force_login(valideur_region_32)
    inviter(client, role="agent_region", departements=[], regions=["32"])
    assert Utilisateur.objects.get(last_name="Dubois").codes_regions == ("32",)


def test_il_desactive_un_agent_parti_et_lui_rouvre_son_compte(client_valideur, agent_59):
    client_valideur.post(reverse("personne_desactiver", args=[agent_59.pk]))
    agent_59.refresh_from_db()
    assert not agent_59.is_active
    client_valideur.post(reverse("personne_renvoyer", args=[agent_59.pk]))
    agent_59.refresh_from_db()
    assert agent_59.is_active
    gestes = GesteDeCompte.objects.order_by("pk").values_list("geste", flat=True)
    assert list(gestes) == ["desactivation", "invitation"]


def test_il_passe_la_main_d_un_agent_a_un_autre(client_valideur, agent_59):
    suivant = UtilisateurFactory(role="agent", departements=["59"])
    adresse = reverse("passation", args=[agent_59.pk])
    reponse = client_valideur.post(adresse, {"successeur": suivant.pk, "perimetres": "on"})
    assert reponse.url == reverse("comptes_de_prefecture")
    agent_59.refresh_from_db()
    assert not agent_59.is_active
    assert GesteDeCompte.objects.get().geste == "passation"


@pytest.mark.parametrize("page", ["personne_desactiver", "passation"])
def test_il_ne_touche_ni_a_lui_ni_a_qui_n_est_pas_que_de_sa_prefecture(
    client_valideur, valideur_59, agent_13, region_32, administrateur, page
):
    de_deux = UtilisateurFactory(role="agent", departements=["59", "62"])
    for autre in (valideur_59, agent_13, region_32, administrateur, de_deux):
        assert client_valideur.post(reverse(page, args=[autre.pk])).status_code == 404
        autre.refresh_from_db()
        assert autre.is_active


def test_il_ne_rouvre_pas_un_compte_d_ailleurs(client_valideur):
    parti = UtilisateurFactory(role="agent", departements=["13"], is_active=False)
    assert client_valideur.post(reverse("personne_renvoyer", args=[parti.pk])).status_code == 404


def test_un_compte_sans_territoire_n_est_pas_le_sien(client_valideur, agent_59):
    Perimetre.objects.filter(utilisateur=agent_59).delete()
    assert client_valideur.post(reverse("passation", args=[agent_59.pk])).status_code == 404


def test_un_agent_ne_gere_aucun_compte(client, agent_59):
    client.force_login(agent_59)
    for page in ("comptes_de_prefecture", "compte_de_prefecture_inviter", "personnes"):
        assert client.get(reverse(page)).status_code == 403


def test_l_administrateur_lit_ce_que_les_valideurs_ont_fait(
    client, client_valideur, administrateur
):
    inviter(client_valideur)
    client.force_login(administrateur)
    page = client.get(reverse("gestes_de_compte")).text
    assert "prefet-59" in page
    assert "Dubois" in page


def test_la_liste_est_celle_de_sa_prefecture(client_valideur, agent_59, agent_13):
    assert Departement.objects.count() == 2
    page = client_valideur.get(reverse("comptes_de_prefecture")).text
    assert "agent-59" in page
    assert "agent-13" not in page
