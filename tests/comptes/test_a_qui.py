"""Qui écrit, transmet ou suit pour un territoire, et qui gère les comptes de qui."""

import pytest
from django.utils import timezone

from comptes.models import Delegation, Utilisateur
from quartiers.models import Departement, Region
from tests.factories import UtilisateurFactory

pytestmark = pytest.mark.django_db


def noms(requete):
    return {compte.username for compte in requete}


@pytest.fixture
def region_59(valideur_59):
    """Une région du même code qu'un département : 59, ici."""
    return Region.objects.create(code="59", nom="Une région")


def test_ecrivent_pour_un_departement_son_agent_et_son_valideur(
    agent_59, valideur_59, agent_13, region_32, agent_region_32, cget
):
    nord = Departement.objects.get(code="59")
    assert noms(Utilisateur.objects.redacteurs_de(nord)) == {"agent-59", "prefet-59"}


def test_ecrivent_pour_une_region_les_siens_et_non_ceux_d_un_departement_du_meme_code(
    region_59, agent_59, agent_region_32
):
    UtilisateurFactory(username="agent-region-59", role="agent_region", regions=["59"])
    UtilisateurFactory(username="lecteur-59", role="region", regions=["59"])
    assert noms(Utilisateur.objects.redacteurs_de(region_59)) == {"agent-region-59"}


def test_un_compte_desactive_n_ecrit_plus_et_ne_suit_plus(agent_59, region_32):
    Utilisateur.objects.update(is_active=False)
    nord, region = Departement.objects.get(code="59"), Region.objects.get(code="32")
    assert not Utilisateur.objects.redacteurs_de(nord).exists()
    assert not Utilisateur.objects.lecteurs_de_la_region(region).exists()


def test_seul_un_valideur_transmet(agent_59, valideur_59):
    nord = Departement.objects.get(code="59")
    assert noms(Utilisateur.objects.valideurs_de(nord)) == {"prefet-59"}


def test_suivent_une_region_ses_comptes_de_region_et_eux_seuls(region_32, agent_59, cget):
    UtilisateurFactory(username="region-93", role="region", regions=["93"])
    # Un compte d'un autre rôle, qui aurait la région dans son périmètre, ne la suit pas ainsi.
    UtilisateurFactory(username="agent-des-regions", role="agent", regions=["32"])
    suivent = Utilisateur.objects.lecteurs_de_la_region(Region.objects.get(code="32"))
    assert noms(suivent) == {"region-32"}


def test_un_valideur_de_region_gere_les_comptes_de_sa_region_et_non_ceux_d_un_departement(
    valideur_region_32, agent_region_32, agent_59
):
    UtilisateurFactory(username="agent-region-93", role="agent_region", regions=["93"])
    assert "agent-region-32" in noms(Utilisateur.objects.gerables_par(valideur_region_32))
    assert not noms(Utilisateur.objects.gerables_par(valideur_region_32)) & {
        "agent-59",
        "agent-region-93",
    }


def test_un_valideur_ne_gere_ni_un_autre_role_ni_un_compte_efface(valideur_59, agent_59):
    UtilisateurFactory(username="cget-du-nord", role="cget", departements=["59"])
    UtilisateurFactory(
        username="efface", role="agent", departements=["59"], efface_le=timezone.now()
    )
    assert noms(Utilisateur.objects.gerables_par(valideur_59)) == {"agent-59"}


def test_on_signe_de_son_nom_ou_par_delegation_de_qui_signe_ici(agent_59, valideur_59, agent_13):
    nord = Departement.objects.get(code="59")
    assert valideur_59.signature(nord) == str(valideur_59)
    assert agent_59.signature(nord) == str(agent_59)
    jour = timezone.localdate()
    Delegation.objects.create(de=valideur_59, a=agent_59, du=jour, au=jour)
    suppleant = Utilisateur.objects.get(pk=agent_59.pk)
    assert suppleant.signature(nord) == f"{agent_59}, par délégation de {valideur_59}"
    # Ailleurs, il ne tient cette délégation de personne.
    assert suppleant.signature(Departement.objects.get(code="13")) == str(agent_59)


def test_ou_les_agents_transmettent_on_signe_de_son_nom_meme_suppleant(agent_59, valideur_59):
    nord = Departement.objects.get(code="59")
    nord.agents_transmettent = True
    jour = timezone.localdate()
    Delegation.objects.create(de=valideur_59, a=agent_59, du=jour, au=jour)
    assert Utilisateur.objects.get(pk=agent_59.pk).signature(nord) == str(agent_59)


def test_sont_d_une_region_ses_trois_roles_et_nul_autre(
    region_32, agent_region_32, valideur_region_32, agent_59, cget
):
    assert region_32.est_de_region
    assert agent_region_32.est_de_region
    assert valideur_region_32.est_de_region
    assert not agent_59.est_de_region
    assert not cget.est_de_region


def test_ouvrent_les_campagnes_le_cget_et_l_administrateur(cget, administrateur, agent_59):
    assert cget.ouvre_les_campagnes
    assert administrateur.ouvre_les_campagnes
    assert not agent_59.ouvre_les_campagnes
