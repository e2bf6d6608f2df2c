"""Le délai d'un protocole : le texte qui le pose, les contrats qu'il vise, la page qui le dit."""

import datetime

import pytest
from django.urls import reverse

from contrats.models import ContratDeVille
from tests.factories import ContratFactory, ProtocoleFactory, TexteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def _circulaire(db):
    """Le texte qui demande de rénover, pour fin juillet 2019, les contrats en cours."""
    TexteFactory(signe_le="2019-01-22", renovation_le="2019-07-31")


def hors_delai(protocole, le="2019-07-31"):
    renoves = ContratDeVille.objects.avec_renovation(datetime.date.fromisoformat(le))
    return renoves.get(protocole=protocole).est_hors_delai


@pytest.mark.usefixtures("_circulaire")
@pytest.mark.parametrize(
    ("signe_le", "attendu"), [(None, False), ("2019-07-31", False), ("2019-08-01", True)]
)
def test_un_protocole_est_hors_delai_apres_l_echeance_du_texte(signe_le, attendu):
    avancement = "signe" if signe_le else "en_negociation"
    protocole = ProtocoleFactory(avancement=avancement, signe_le=signe_le)
    assert hors_delai(protocole, signe_le or "2019-07-31") is attendu


@pytest.mark.usefixtures("_circulaire")
@pytest.mark.parametrize(
    ("signe_le", "fin_le", "attendu"),
    [
        (None, "2022-12-31", True),
        ("2015-07-01", "2022-12-31", True),
        ("2024-03-29", "2030-12-31", False),
        ("2015-07-01", "2018-12-31", False),
    ],
)
def test_le_delai_d_un_texte_est_celui_des_contrats_en_cours_a_sa_date(signe_le, fin_le, attendu):
    protocole = ProtocoleFactory(contrat__signe_le=signe_le, contrat__fin_le=fin_le)
    assert hors_delai(protocole, le="2026-01-01") is attendu


@pytest.mark.usefixtures("_circulaire")
def test_un_protocole_signe_a_temps_le_reste_et_un_texte_sans_delai_n_en_change_rien():
    TexteFactory(signe_le="2019-06-01")
    a_temps = ProtocoleFactory(avancement="signe", signe_le="2019-07-31")
    assert hors_delai(a_temps, le="2026-01-01") is False
    assert hors_delai(ProtocoleFactory(), le="2019-08-01") is True


def test_sans_texte_qui_pose_un_delai_rien_n_est_hors_delai():
    assert hors_delai(ProtocoleFactory(), le="2026-01-01") is False


def test_le_dernier_texte_qui_demande_une_renovation_pose_le_delai():
    TexteFactory(signe_le="2019-01-22", renovation_le="2019-07-31")
    TexteFactory(titre="Avenant", signe_le="2019-06-15", renovation_le="2019-12-31")
    assert hors_delai(ProtocoleFactory(), le="2019-12-31") is False


@pytest.mark.usefixtures("_circulaire")
def test_la_page_du_protocole_dit_l_echeance_et_le_texte_qui_la_pose(client, agent_59):
    client.force_login(agent_59)
    contrat = ContratFactory(departement__code="59")
    page = client.get(reverse("contrats:protocole", args=[contrat.pk])).text
    assert "31 juillet 2019" in page
    assert 'href="/textes/instruction-n-122024/"' in page
