"""Les protocoles signés dans le temps : comptés à leur date, face à l'échéance et aux contrats."""

import datetime

import pytest

from contrats.evolution import lire_les_protocoles, tracer_les_protocoles
from contrats.models import ContratDeVille
from tests.factories import ContratFactory, ProtocoleFactory, TexteFactory

pytestmark = pytest.mark.django_db
AU = datetime.date(2019, 12, 31)


def tracer():
    return tracer_les_protocoles(lire_les_protocoles(ContratDeVille.objects.all(), AU), AU)


@pytest.fixture
def _protocoles():
    TexteFactory(signe_le="2019-01-22", renovation_le="2019-07-31")
    for signe_le in ("2019-05-06", "2019-05-20", "2019-09-30", "2020-02-01"):
        ProtocoleFactory(avancement="signe", signe_le=signe_le)
    ProtocoleFactory(avancement="en_negociation")
    ContratFactory()


@pytest.mark.usefixtures("_protocoles")
def test_chaque_mois_compte_ce_qui_est_signe_et_s_arrete_a_la_date():
    trace = tracer()
    lus = dict(zip([m.jour.isoformat() for m in trace.moments], trace.valeurs, strict=True))
    assert lus == {"2019-04-05": 0, "2019-05-31": 2, "2019-09-30": 3, "2019-12-31": 3}


@pytest.mark.usefixtures("_protocoles")
def test_la_phrase_dit_ce_qui_manque_et_ou_l_on_en_etait_a_l_echeance():
    phrase = tracer().phrase
    assert phrase.endswith("il en manque 3 sur 6 ; 2 à l’échéance, le 31 juillet 2019.")


def test_sans_contrat_il_n_y_a_rien_a_dessiner():
    assert tracer().est_vide


def test_des_contrats_sans_protocole_font_une_courbe_a_zero():
    ContratFactory()
    trace = tracer()
    assert set(trace.valeurs) == {0}
    assert trace.plafond == 1


def test_sans_echeance_le_dessin_n_en_demande_pas():
    ProtocoleFactory(avancement="signe", signe_le="2019-05-06")
    trace = tracer()
    assert trace.question == "Combien de protocoles sont signés ?"
    assert "1\xa0protocole (" in trace.phrase
