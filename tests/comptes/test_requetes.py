"""Qui gère, invite, rédige ou succède : les requêtes sur les personnes."""

import pytest
from django.utils import timezone

from comptes.models import Utilisateur
from tests.factories import UtilisateurFactory
from tests.mots_de_passe import MOT_DE_PASSE

pytestmark = pytest.mark.django_db

ROLES = Utilisateur.Role


@pytest.fixture
def par_role():
    """{rôle: une personne} ; chacune a un périmètre, national ou non."""
    return {role: UtilisateurFactory(role=role, national=True) for role in ROLES.values}


def test_seul_l_administrateur_gere_des_comptes_et_plus_ceux_qui_sont_effaces(par_role):
    efface = UtilisateurFactory(efface_le=timezone.now())
    for role, personne in par_role.items():
        geres = set(Utilisateur.objects.modifiables_par(personne))
        assert geres == (set(par_role.values()) if role == ROLES.ADMINISTRATEUR else set())
        assert efface not in geres


def test_redigent_les_agents_et_valideurs_des_prefectures_et_des_regions(par_role):
    redacteurs = {personne.role for personne in Utilisateur.objects.redacteurs()}
    assert redacteurs == {"agent", "valideur", "agent_region", "valideur_region"}


def test_les_personnes_se_rangent_par_nom_prenom_puis_identifiant():
    attendus = [
        UtilisateurFactory(last_name=nom, first_name=prenom, username=identifiant)
        for nom, prenom, identifiant in (
            ("Arnaud", "Zoé", "z"),
            ("Durand", "Alix", "y"),
            ("Durand", "Camille", "a"),
            ("Durand", "Camille", "b"),
        )
    ]
    melanges = Utilisateur.objects.filter(pk__in=[p.pk for p in attendus]).order_by("-pk")
    assert list(melanges.par_nom()) == attendus


def test_s_invite_qui_n_est_pas_venu_ou_est_desactive_et_a_une_adresse():
    def creer(**champs):
        personne = UtilisateurFactory(**champs)
        personne.set_password(champs.get("password"))
        personne.save()
        return personne

    attend, desactive = creer(), creer(is_active=False, password=MOT_DE_PASSE)
    creer(password=MOT_DE_PASSE)
    creer(email="")
    creer(email="", is_active=False)
    assert set(Utilisateur.objects.invitables()) == {attend, desactive}


def test_succede_un_actif_du_meme_role_et_du_meme_territoire_mais_pas_soi_meme():
    parti = UtilisateurFactory(role="agent", departements=["59"])
    agent = UtilisateurFactory(role="agent", departements=["59"])
    valideur = UtilisateurFactory(role="valideur", departements=["59"])
    UtilisateurFactory(role="agent", departements=["59"], is_active=False)
    UtilisateurFactory(role="agent", departements=["13"])
    UtilisateurFactory(role="cget", departements=["59"])
    assert set(Utilisateur.objects.successeurs_de(parti)) == {agent, valideur}


def test_a_un_role_national_succede_le_meme_role_ou_qu_il_soit():
    parti = UtilisateurFactory(role="cget", national=True)
    autre = UtilisateurFactory(role="cget", departements=["59"])
    UtilisateurFactory(role="ministere", national=True)
    assert set(Utilisateur.objects.successeurs_de(parti)) == {autre}


def test_suivent_des_prefectures_ceux_qui_lisent_les_remontees_sans_y_saisir(par_role):
    suivent = {role for role, personne in par_role.items() if personne.suit_des_prefectures}
    assert suivent == set(ROLES.values) - {"agent", "valideur", "ministere"}
    assert not UtilisateurFactory(role="cget").suit_des_prefectures
