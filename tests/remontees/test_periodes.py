"""Le semestre : lecture, dates, enchaînement."""

import datetime
from dataclasses import FrozenInstanceError

import pytest
import time_machine
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from remontees.models import Campagne
from remontees.periodes import Annee, PeriodeField, Semestre, jours_ouvres, valider_semestre


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


@time_machine.travel("2021-03-01")
def test_les_annees_ouvertes_commencent_avec_la_circulaire():
    assert [str(annee) for annee in Annee.ouvertes()] == ["2021", "2020", "2019"]


@pytest.mark.parametrize(
    ("texte", "libelle"),
    [("2019-s1", "1er semestre 2019"), ("2019-s2", "2d semestre 2019")],
)
def test_un_semestre_se_nomme_en_toutes_lettres(texte, libelle):
    assert Semestre.lire(texte).libelle == libelle


@pytest.mark.parametrize(
    ("ecrit", "attendu"),
    [
        ("2019-s1", "2019-s1"),
        ("2019 S2", "2019-s2"),
        ("S1 2019", "2019-s1"),
        ("semestre 2 2020", "2020-s2"),
        ("  1er   semestre 2019 ", "2019-s1"),
        ("Premier semestre 2019", "2019-s1"),
        ("2d semestre 2019", "2019-s2"),
        ("Deuxième semestre 2019", "2019-s2"),
    ],
)
def test_un_semestre_ecrit_a_la_main_se_comprend(ecrit, attendu):
    assert str(Semestre.comprendre(ecrit)) == attendu


@pytest.mark.parametrize("ecrit", ["", "2019", "2019-s3", "3e semestre 2019", "30 juin 2019"])
def test_ce_qui_n_est_pas_un_semestre_ne_se_devine_pas(ecrit):
    with pytest.raises(ValueError, match="n’est pas un semestre"):
        Semestre.comprendre(ecrit)


def test_une_annee_va_du_1er_janvier_au_31_decembre():
    annee = Annee.lire("2020")
    assert (annee.debut, annee.fin) == (datetime.date(2020, 1, 1), datetime.date(2020, 12, 31))


def test_la_colonne_d_une_periode_tient_un_semestre_sauf_avis_contraire():
    champ = PeriodeField("période", blank=True)
    assert (champ.verbose_name, champ.blank, champ.max_length) == ("période", True, len("2019-s1"))
    assert PeriodeField(max_length=20).max_length == 20


@pytest.mark.parametrize("pas", [Semestre(2019, 1), Annee(2019)], ids=str)
def test_une_periode_ne_change_plus(pas):
    with pytest.raises(FrozenInstanceError):
        pas.annee = 2020


@pytest.mark.parametrize(
    ("depuis", "jusque", "nombre"),
    [
        ("2019-03-14", "2019-03-15", 1),
        ("2019-03-15", "2019-03-18", 1),
        # Noël et le jour de l'an ne se travaillent pas, le 31 décembre oui.
        ("2019-12-24", "2020-01-02", 5),
        ("2019-12-31", "2020-01-01", 0),
        ("2019-04-30", "2019-05-02", 1),
        # Lundi de Pâques 2019, puis 29 février d'une année bissextile.
        ("2019-04-19", "2019-04-22", 0),
        ("2020-02-28", "2020-03-02", 1),
        ("2019-03-15", "2019-03-15", 0),
        ("2019-03-15", "2019-03-01", 0),
    ],
)
def test_les_jours_ouvres_sautent_fins_de_semaine_et_feries(depuis, jusque, nombre):
    dates = (datetime.date.fromisoformat(texte) for texte in (depuis, jusque))
    assert jours_ouvres(*dates) == nombre


@pytest.mark.parametrize(
    ("instant", "restants"),
    [
        ("2019-12-31T22:59:59+00:00", 31),
        # À Paris, l'année a changé.
        ("2019-12-31T23:00:00+00:00", 30),
        ("2020-01-30T22:59:59+00:00", 1),
        ("2020-01-31T22:59:59+00:00", 0),
        ("2020-01-31T23:00:00+00:00", -1),
    ],
)
def test_une_echeance_se_compte_a_l_heure_de_paris(instant, restants):
    campagne = Campagne(echeance_le=datetime.date(2020, 1, 31))
    with time_machine.travel(instant, tick=False):
        assert campagne.jours_restants == restants


@pytest.mark.parametrize(
    ("instant", "ouverte"), [("2019-12-31T22:59:59Z", False), ("2019-12-31T23:00:00Z", True)]
)
def test_une_campagne_ouvre_a_minuit_a_paris(db, instant, ouverte):
    Campagne.objects.create(
        genre="bilan", periode="2019-s2", ouverture_le="2020-01-01", echeance_le="2020-01-31"
    )
    with time_machine.travel(instant, tick=False):
        assert Campagne.objects.ouvertes().exists() is ouverte


@pytest.mark.parametrize(
    ("instant", "courant"),
    [("2019-06-30T21:59:59Z", "2019-s1"), ("2019-06-30T22:00:00Z", "2019-s2")],
)
def test_le_semestre_change_a_minuit_a_paris_heure_d_ete(instant, courant):
    with time_machine.travel(instant, tick=False):
        assert str(Semestre.courant()) == courant
