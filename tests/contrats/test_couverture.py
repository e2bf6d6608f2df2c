"""Les quartiers et les habitants que couvre un protocole signé, à une date."""

import datetime

import pytest

from contrats.couverture import couvrir
from contrats.models import ContratDeVille
from quartiers.models import Departement
from tests.factories import DepartementFactory, ProtocoleFactory, QuartierFactory

pytestmark = pytest.mark.django_db

LE = datetime.date(2019, 6, 30)


def couverture(le=LE, codes=("59",)):
    departements = Departement.objects.filter(pk__in=codes)
    return couvrir(ContratDeVille.objects.en_vigueur(le).des(departements), departements, le)


def poser(population, signe_le=None, code="59"):
    quartier = QuartierFactory(departement=DepartementFactory(code=code), population=population)
    if signe_le is not None:
        avancement = "signe" if signe_le else "en_negociation"
        protocole = ProtocoleFactory(
            contrat__departement=quartier.departement,
            avancement=avancement,
            signe_le=signe_le or None,
        )
        protocole.contrat.quartiers.add(quartier)
    return quartier


def test_un_quartier_est_couvert_quand_le_protocole_d_un_de_ses_contrats_est_signe():
    couvert = poser(3000, "2019-06-01")
    # Deux contrats signés ne le comptent pas deux fois.
    ProtocoleFactory(
        contrat__departement=couvert.departement, avancement="signe", signe_le="2019-06-02"
    ).contrat.quartiers.add(couvert)
    poser(1000, "")
    poser(2000)
    poser(500, "2019-06-01", code="13")
    assert str(couverture()) == "1 QPV couvert sur 3, soit 50 % de leurs habitants"


def test_avant_sa_signature_un_protocole_ne_couvre_rien():
    poser(3000, "2019-07-01")
    assert (couverture().couverts, couverture(datetime.date(2019, 7, 1)).couverts) == (0, 1)


def test_sans_population_connue_la_part_ne_se_dit_pas():
    poser(None, "2019-06-01")
    assert str(couverture()) == "1 QPV couvert sur 1"


def test_sans_quartier_il_n_y_a_rien_a_couvrir():
    assert str(couverture()) == "0 QPV couvert sur 0"
