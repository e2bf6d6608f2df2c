"""Les délais : une remontée est à temps, dans le mois, plus tard, ou pas arrivée."""

import datetime

import pytest
import time_machine

from paqte.models import Bilan
from quartiers.models import Departement
from remontees.delais import tracer_les_delais
from remontees.models import Campagne
from tests.factories import DepartementFactory, UtilisateurFactory, bilan_complet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]


@pytest.fixture
def campagne():
    return Campagne.objects.create(
        genre="bilan", periode="2019-s1", ouverture_le="2019-06-01", echeance_le="2019-07-31"
    )


def tracer(le="2020-01-15"):
    campagnes = list(Campagne.objects.prefetch_related("destinataires"))
    tous, au = Departement.objects.all(), datetime.date.fromisoformat(le)
    return tracer_les_delais(Bilan, tous, campagnes, au)


def transmettre(code, le):
    bilan = bilan_complet(DepartementFactory(code=code))
    with time_machine.travel(f"{le}T12:00:00+02:00", tick=False):
        bilan.transmettre(UtilisateurFactory(role="valideur", departements=[code]))


@pytest.mark.usefixtures("campagne")
def test_chaque_remontee_est_classee_par_son_retard():
    for code, le in (("59", "2019-07-31"), ("62", "2019-08-01"), ("13", "2019-09-15")):
        transmettre(code, le)
    DepartementFactory(code="23")
    (comptes,) = tracer().comptes
    assert comptes == [1, 1, 1, 1]


def test_qui_n_est_pas_destinataire_n_est_pas_compte(campagne):
    campagne.destinataires.set([DepartementFactory(code="59")])
    DepartementFactory(code="62")
    assert tracer().comptes == [[0, 0, 0, 1]]


def test_avant_l_echeance_ou_close_elle_n_est_pas_dans_le_dessin(campagne):
    DepartementFactory(code="59")
    assert tracer("2019-07-31") is None
    campagne.clore("Sans objet.")
    assert tracer() is None
