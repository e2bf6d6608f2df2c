"""Les niveaux des 40 mesures dans le temps : ceux du tableau, à chaque étape."""

import datetime

import pytest

from mesures.evolution import tracer_les_niveaux
from mesures.models import ChangementDeNiveau, Niveau
from mesures.tableau import dresser_tableau
from tests.factories import MesureFactory

pytestmark = pytest.mark.django_db


def changer(mesure, niveau, le):
    ChangementDeNiveau.objects.create(mesure=mesure, niveau=niveau, le=le, motif="Fait.")


@pytest.fixture
def mesures():
    premiere, seconde, fille = MesureFactory(), MesureFactory(), MesureFactory()
    fille.parent = premiere
    fille.save()
    for mesure in (premiere, seconde, fille):
        changer(mesure, Niveau.LANCEMENT, "2019-01-22")
    changer(premiere, Niveau.DEPLOIEMENT, "2020-03-01")
    changer(premiere, Niveau.ATTEINT, "2021-02-01")
    return premiere, seconde


def test_chaque_etape_a_les_comptes_du_tableau_de_ce_jour(cget, mesures):
    trace = tracer_les_niveaux(datetime.date(2021, 6, 1))
    assert len(trace.moments) > 3
    for moment, comptes in zip(trace.moments, trace.comptes, strict=True):
        attendus = dresser_tableau(cget, moment.jour).comptes
        assert comptes == [compte["nombre"] for compte in attendus]
    assert trace.comptes[-1] == [1, 0, 0, 1]


def test_une_etape_par_semestre_puis_une_par_an_quand_il_y_en_a_trop(mesures):
    courtes = [m.jour for m in tracer_les_niveaux(datetime.date(2020, 3, 2)).moments]
    assert courtes == [
        datetime.date(2019, 1, 22),
        datetime.date(2019, 6, 30),
        datetime.date(2019, 12, 31),
        datetime.date(2020, 3, 2),
    ]
    longues = tracer_les_niveaux(datetime.date(2026, 11, 28)).moments
    assert [moment.jour.year for moment in longues] == [2019, *range(2019, 2026), 2026]


def test_sans_niveau_le_dessin_est_vide():
    assert tracer_les_niveaux(datetime.date(2021, 6, 1)).est_vide
