"""Le semestre : lecture, dates, enchaînement."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from remontees.periodes import Semestre, valider_semestre


def test_le_premier_semestre_va_de_janvier_a_juin():
    semestre = Semestre.lire("2019-s1")
    assert (semestre.debut, semestre.fin) == (
        datetime.date(2019, 1, 1),
        datetime.date(2019, 6, 30),
    )


def test_le_second_semestre_finit_avec_l_annee():
    assert Semestre.lire("2019-s2").fin == datetime.date(2019, 12, 31)


@pytest.mark.parametrize(
    "texte", ["", "2019", "2019-s3", "2019-S1", "19-s1", " 2019-s1", "2019-s1\n"]
)
def test_une_autre_forme_est_refusee(texte):
    with pytest.raises(ValueError, match="semestre"):
        Semestre.lire(texte)


def test_le_validateur_refuse_en_francais():
    with pytest.raises(ValidationError, match="n’est pas un semestre"):
        valider_semestre("premier semestre")


@given(st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2999, 12, 31)))
def test_chaque_jour_est_dans_son_semestre_et_dans_un_seul(jour):
    semestre = Semestre.de(jour)
    assert semestre.debut <= jour <= semestre.fin
    assert semestre.suivant.debut == semestre.fin + datetime.timedelta(days=1)
    assert semestre.suivant.precedent == semestre
    assert Semestre.lire(str(semestre)) == semestre


@time_machine.travel("2019-12-31T23:30:00+00:00")
def test_le_semestre_courant_suit_l_heure_de_paris():
    assert str(Semestre.courant()) == "2020-s1"


@time_machine.travel("2020-03-01")
def test_les_semestres_ouverts_commencent_avec_la_circulaire():
    assert [str(s) for s in Semestre.ouvertes()] == ["2020-s1", "2019-s2", "2019-s1"]
