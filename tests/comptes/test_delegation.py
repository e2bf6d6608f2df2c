"""La délégation de signature : datée, tracée, et dans la préfecture."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from comptes.models import Delegation, Utilisateur
from quartiers.models import Departement
from remontees.models import Soumission
from tests.factories import UtilisateurFactory, bilan_complet

pytestmark = pytest.mark.django_db

ADRESSE = reverse("delegations")


@pytest.fixture
def aujourdhui():
    return timezone.localdate()


@pytest.fixture
def deleguer(valideur_59, agent_59, aujourdhui):
    """Délègue la signature du préfet du Nord à son agent, d'un jour à un autre (écarts)."""

    def deleguer(du=0, au=5, **champs):
        return Delegation.objects.create(
            de=valideur_59,
            a=agent_59,
            du=aujourdhui + datetime.timedelta(days=du),
            au=aujourdhui + datetime.timedelta(days=au),
            **champs,
        )

    return deleguer


def relu(user):
    """Rend la même personne, sans ce qu'elle a déjà lu de ses droits."""
    return Utilisateur.objects.get(pk=user.pk)


def test_un_valideur_delegue_a_un_agent_de_sa_prefecture(client, valideur_59, agent_59):
    client.force_login(valideur_59)
    jour = timezone.localdate()
    client.post(ADRESSE, {"a": agent_59.pk, "du": jour.isoformat(), "au": jour.isoformat()})
    delegation = Delegation.objects.get()
    assert (delegation.de, delegation.a) == (valideur_59, agent_59)
    (message,) = mail.outbox
    assert (message.to, message.reply_to) == ([agent_59.email], [valideur_59.email])
    assert ADRESSE in message.body


def test_on_ne_delegue_pas_hors_de_sa_prefecture(client, valideur_59, agent_13, cget):
    client.force_login(valideur_59)
    jour = timezone.localdate().isoformat()
    for autre in (agent_13, cget, valideur_59):
        page = client.post(ADRESSE, {"a": autre.pk, "du": jour, "au": jour})
        assert page.status_code == 422
    assert not Delegation.objects.exists()


@pytest.mark.parametrize("au", [-1, 400])
def test_une_absence_passee_ou_trop_longue_se_refuse(client, valideur_59, agent_59, au):
    client.force_login(valideur_59)
    jour = timezone.localdate()
    fin = jour + datetime.timedelta(days=au)
    saisie = {"a": agent_59.pk, "du": min(jour, fin).isoformat(), "au": fin.isoformat()}
    assert client.post(ADRESSE, saisie).status_code == 422


def test_un_agent_ne_delegue_rien(client, agent_59, valideur_59):
    client.force_login(agent_59)
    assert client.get(ADRESSE).status_code == 200
    assert client.post(ADRESSE, {"a": valideur_59.pk}).status_code == 403


def test_hors_des_prefectures_la_page_n_existe_pas(client, cget):
    client.force_login(cget)
    assert client.get(ADRESSE).status_code == 403


@pytest.mark.parametrize(
    ("du", "au", "signe"), [(0, 0, True), (-3, 3, True), (1, 3, False), (-3, -1, False)]
)
def test_une_delegation_vaut_a_ses_dates(deleguer, agent_59, du, au, signe):
    deleguer(du, au)
    departement = bilan_complet().departement
    assert relu(agent_59).peut_transmettre(departement) is signe


def test_une_delegation_finie_ou_d_une_personne_partie_ne_vaut_plus(
    client, deleguer, valideur_59, agent_59
):
    departement = bilan_complet().departement
    delegation = deleguer()
    client.force_login(valideur_59)
    client.post(reverse("delegation_finir", args=[delegation.pk]))
    assert not relu(agent_59).peut_transmettre(departement)
    assert Delegation.objects.get().finie_le is not None
    deleguer()
    assert relu(agent_59).peut_transmettre(departement)
    Utilisateur.objects.filter(pk=valideur_59.pk).update(is_active=False)
    assert not relu(agent_59).peut_transmettre(departement)


def test_le_suppleant_ne_signe_que_la_ou_les_deux_ecrivent(aujourdhui):
    absent = UtilisateurFactory(role="valideur", departements=["59", "13"])
    suppleant = UtilisateurFactory(role="agent", departements=["59", "62"])
    Delegation.objects.create(de=absent, a=suppleant, du=aujourdhui, au=aujourdhui)
    assert relu(suppleant).codes_departements_a_signer == ("59",)
    assert sorted(relu(absent).codes_departements_a_signer) == ["13", "59"]


def test_qui_signe_de_son_propre_chef_signe_de_son_seul_nom(valideur_59, aujourdhui):
    nord = valideur_59.perimetres.get().departement
    autre = UtilisateurFactory(role="valideur", departements=["59"])
    Delegation.objects.create(de=autre, a=valideur_59, du=aujourdhui, au=aujourdhui)
    assert relu(valideur_59).signature(nord) == "prefet-59"


def test_pour_une_region_le_suppleant_nomme_qui_lui_a_delegue(
    agent_region_32, valideur_region_32, aujourdhui
):
    region = valideur_region_32.perimetres.get().region
    assert agent_region_32.signature(region) == "agent-region-32"
    Delegation.objects.create(
        de=valideur_region_32, a=agent_region_32, du=aujourdhui, au=aujourdhui
    )
    suppleant = relu(agent_region_32)
    assert suppleant.codes_regions_a_signer == ("32",)
    assert suppleant.signature(region) == "agent-region-32, par délégation de prefet-region-32"


def test_les_delegations_des_deux_cotes_se_lisent_en_une_requete(
    deleguer, valideur_59, agent_59, django_assert_num_queries
):
    deleguer()
    deleguer(au=9)
    with django_assert_num_queries(1):
        assert {str(delegant) for delegant in agent_59.delegants} == {"prefet-59"}
    with django_assert_num_queries(1):
        assert {str(suppleant) for suppleant in valideur_59.suppleants} == {"agent-59"}


def test_de_deux_delegations_la_plus_recente_se_nomme(deleguer, agent_59, aujourdhui):
    deleguer(du=-3)
    autre = UtilisateurFactory(username="sous-prefet", role="valideur", departements=["59"])
    Delegation.objects.create(de=autre, a=agent_59, du=aujourdhui, au=aujourdhui)
    nord = Departement.objects.get(code="59")
    assert relu(agent_59).signature(nord) == "agent-59, par délégation de sous-prefet"


def test_seul_qui_l_a_donnee_finit_une_delegation(client, deleguer, agent_59):
    client.force_login(agent_59)
    assert client.post(reverse("delegation_finir", args=[deleguer().pk])).status_code == 404


def test_une_delegation_ne_vaut_que_dans_les_territoires_des_deux(deleguer, agent_59):
    deleguer()
    autre = UtilisateurFactory(role="agent", departements=["13"]).perimetres.get().departement
    assert not relu(agent_59).peut_transmettre(autre)


def test_une_delegation_ne_se_delegue_pas(deleguer, agent_59, aujourdhui):
    deleguer()
    tiers = UtilisateurFactory(role="agent", departements=["59"])
    Delegation.objects.create(de=agent_59, a=tiers, du=aujourdhui, au=aujourdhui)
    assert not relu(tiers).peut_transmettre(bilan_complet().departement)


@pytest.mark.usefixtures("sans_rendu")
def test_ce_qu_on_soumet_a_l_absent_attend_son_suppleant_qui_signe_pour_lui(
    deleguer, valideur_59, agent_59
):
    deleguer()
    bilan = bilan_complet()
    auteur = UtilisateurFactory(role="agent", departements=["59"])
    bilan.soumettre(auteur, valideur=valideur_59)
    assert {m.to[0] for m in mail.outbox} == {valideur_59.email, agent_59.email}
    suppleant = relu(agent_59)
    assert [s.remontee for s in Soumission.objects.a_signer_par(suppleant)] == [bilan]
    transmission = bilan.transmettre(suppleant)
    assert transmission.donnees["transmis_par"] == "agent-59, par délégation de prefet-59"
