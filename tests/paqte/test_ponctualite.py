"""Le premier référent d'un département, désigné à temps ou non (circulaire, annexe 2)."""

import datetime

import pytest
from django.urls import reverse

from paqte.models import Bilan
from paqte.ponctualite import Ponctualites
from tests.factories import (
    AutreReferentFactory,
    CampagneFactory,
    DepartementFactory,
    ReferentFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def nord():
    return DepartementFactory(code="59", nom="Nord")


@pytest.fixture
def campagne():
    """Celle qui demande les référents pour le 1er mars 2019."""
    jours = {"ouverture_le": "2019-01-22", "echeance_le": datetime.date(2019, 3, 1)}
    return CampagneFactory(genre="referent", periode="2019", **jours)


def designer(nord, jour):
    ReferentFactory(departement=nord, designe_le=datetime.date.fromisoformat(jour))


@pytest.mark.parametrize(("jour", "a_temps"), [("2019-02-15", True), ("2019-02-16", False)])
def test_sans_campagne_le_jour_est_celui_de_la_circulaire(nord, jour, a_temps):
    designer(nord, jour)
    assert Ponctualites().de(nord).a_temps is a_temps


def test_la_campagne_dit_le_jour(nord, campagne):
    designer(nord, "2019-03-01")
    assert str(Ponctualites().de(nord)) == "premier désigné le 1er mars 2019, à temps"


def test_un_delai_accorde_vaut_pour_son_seul_departement(nord, campagne):
    campagne.prolongations.create(
        departement=nord, jusqu_au="2019-04-30", motif="Vacance du poste.", etat="accordee"
    )
    aisne = DepartementFactory(code="02")
    designer(nord, "2019-04-30")
    designer(aisne, "2019-04-30")
    ponctualites = Ponctualites()
    assert [ponctualites.de(d).a_temps for d in (nord, aisne)] == [True, False]


def test_un_successeur_ne_met_pas_en_retard(nord):
    ReferentFactory(departement=nord)
    nord.referent.nom, nord.referent.designe_le = "Dominique Petit", datetime.date(2021, 9, 1)
    nord.referent.save()
    assert Ponctualites().de(nord).a_temps is True


def test_le_premier_des_deux_referents_compte(nord):
    designer(nord, "2019-06-01")
    AutreReferentFactory(departement=nord, designe_le=datetime.date(2019, 2, 1))
    assert Ponctualites().de(nord).a_temps is True


def test_un_tableau_d_hier_ignore_une_designation_d_apres(nord):
    designer(nord, "2019-09-01")
    assert Ponctualites().de(nord, datetime.date(2019, 6, 30)).a_temps is None


def test_le_cget_lit_si_chaque_referent_fut_designe_a_temps(client, cget, nord):
    designer(nord, "2019-02-10")
    designer(DepartementFactory(code="02"), "2019-03-04")
    DepartementFactory(code="13")
    client.force_login(cget)
    page = client.get(reverse("paqte:animations")).text
    assert "Premier désigné le 10 février 2019, à temps" in page
    assert "Premier désigné le 4 mars 2019, après le 15 février 2019" in page
    assert "Non désigné, attendu pour le 15 février 2019" in page


def test_le_bilan_dit_si_le_referent_fut_designe_a_temps(nord):
    designer(nord, "2019-03-04")
    contenu = Bilan(departement=nord, periode="2019-s1").contenu()
    assert contenu["designation"] == {
        "premier_le": "2019-03-04",
        "attendu_le": "2019-02-15",
        "a_temps": False,
    }
