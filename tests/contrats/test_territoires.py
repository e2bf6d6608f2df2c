"""À qui touche un contrat, et comment les contrats d'un territoire se rangent."""

import datetime

import pytest

from contrats.dijon import matrice
from contrats.models import ContratDeVille
from tests.factories import (
    ContratFactory,
    DepartementFactory,
    EngagementDijonFactory,
    EngagementFactory,
)

pytestmark = pytest.mark.django_db

LE = datetime.date(2026, 1, 1)


def test_un_contrat_associe_touche_ses_departements_et_aucun_autre():
    contrat = ContratFactory(departement__code="59")
    contrat.departements_associes.add(DepartementFactory(code="62"))
    touches = {code: list(ContratDeVille.objects.touchant([code])) for code in ("59", "62", "13")}
    assert touches == {"59": [contrat], "62": [contrat], "13": []}


@pytest.fixture
def quatre_contrats():
    """Trois sur quatre déclinent l'engagement du pacte, dont deux homonymes."""
    dijon = EngagementDijonFactory()
    contrats = [
        ContratFactory(nom=nom, departement__code=code)
        for nom, code in (("Roubaix", "59"), ("Lille", "59"), ("Lille", "62"), ("Denain", "59"))
    ]
    for contrat in reversed(contrats[:3]):
        EngagementFactory(protocole__contrat=contrat, engagement_dijon=dijon, domaine=dijon.domaine)
    return contrats


def test_un_engagement_du_pacte_nomme_ses_contrats_par_ordre_alphabetique(quatre_contrats):
    roubaix, lille, lille_bis, _ = quatre_contrats
    (ligne,) = matrice(ContratDeVille.objects.all(), LE)
    assert ligne.contrats == [lille, lille_bis, roubaix]
    assert ligne.part == 75


def test_sans_contrat_un_engagement_du_pacte_n_a_pas_de_part():
    EngagementDijonFactory()
    (ligne,) = matrice(ContratDeVille.objects.none(), LE)
    assert (ligne.nombre, ligne.part) == (0, None)


def test_nommer_le_domaine_de_chaque_engagement_ne_relit_rien(
    quatre_contrats, django_assert_num_queries
):
    lignes = matrice(ContratDeVille.objects.all(), LE)
    with django_assert_num_queries(0):
        assert [ligne.engagement.domaine.nom for ligne in lignes] == ["Domaine 1"]
