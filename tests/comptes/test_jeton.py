"""Les jetons : un secret, une portée, un an ; il ne vaut que ce que vaut le compte."""

import datetime

import pytest
import time_machine

from comptes.models import Jeton
from tests.mots_de_passe import MOT_DE_PASSE

pytestmark = pytest.mark.django_db

API, AGENDA = Jeton.Portee.API, Jeton.Portee.AGENDA


@pytest.fixture
def cree(agent_59):
    """Un jeton de l'API créé le 1er mars 2019, et son secret."""
    with time_machine.travel("2019-03-01T10:00:00Z", tick=False):
        return Jeton.objects.creer(agent_59, "Tableau de la DDT", API)


def trouver(secret, portee=API, le="2019-06-01T10:00:00Z"):
    with time_machine.travel(le, tick=False):
        return Jeton.objects.trouver(secret, portee)


def test_le_secret_retrouve_le_jeton_de_son_titulaire_et_note_son_usage(cree, agent_59):
    jeton, secret = cree
    assert trouver(secret) == jeton
    jeton.refresh_from_db()
    assert (jeton.utilisateur, jeton.nom, jeton.portee) == (agent_59, "Tableau de la DDT", API)
    assert jeton.dernier_usage == datetime.datetime(2019, 6, 1, 10, tzinfo=datetime.UTC)


def test_trouver_un_jeton_ne_note_que_son_usage(cree, agent_59):
    autre, _ = Jeton.objects.creer(agent_59, "Autre", API)
    trouver(cree[1])
    autre.refresh_from_db()
    assert autre.dernier_usage is None


def test_lire_le_jeton_et_son_titulaire_coute_deux_requetes(cree, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert trouver(cree[1]).utilisateur.is_active


@pytest.mark.parametrize(
    ("le", "vaut"), [("2020-02-29T09:59:59Z", True), ("2020-02-29T10:00:00Z", False)]
)
def test_un_jeton_vaut_un_an(cree, le, vaut):
    assert (trouver(cree[1], le=le) is not None) is vaut


def test_un_jeton_n_ouvre_que_sa_portee(cree, agent_59):
    _, agenda = Jeton.objects.creer(agent_59, "Mon agenda", AGENDA)
    assert trouver(cree[1], AGENDA) is None
    assert trouver(agenda, API) is None
    assert trouver(agenda, AGENDA) is not None


def test_un_autre_secret_n_ouvre_rien(cree):
    assert trouver("autre-secret") is None


def test_le_jeton_d_un_compte_desactive_n_ouvre_rien(cree, agent_59):
    agent_59.is_active = False
    agent_59.save()
    assert trouver(cree[1]) is None


def test_chaque_secret_est_neuf_et_n_est_pas_garde(cree, agent_59):
    jeton, secret = cree
    _, second = Jeton.objects.creer(agent_59, "Second", API)
    assert second != secret
    assert len(secret) >= 43
    assert secret not in str(vars(jeton))


def test_un_mot_de_passe_change_revoque_les_jetons_et_rien_d_autre_ne_le_fait(cree, agent_59):
    agent_59.fonction = "Chargée de mission"
    agent_59.save()
    assert agent_59.jetons.exists()
    agent_59.set_password(MOT_DE_PASSE)
    agent_59.save()
    assert not agent_59.jetons.exists()
