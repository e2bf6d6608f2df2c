"""Une cellule ne devient ni formule ni date dans un tableur, et se relit telle qu'elle était."""

import csv
import datetime
import io
import re
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from socle.cellules import (
    SIGNES,
    deproteger,
    ecrire_pour_une_machine,
    ecrire_pour_une_personne,
)
from socle.formats import Csv, CsvPourMachine

TEXTES = st.text(alphabet="=+-@＝＋－＠;,\t\r\n \"'a1", max_size=12) | st.text(max_size=30)


@pytest.mark.parametrize(
    "texte",
    [
        "=1+1",
        "＝1+1",
        "x;=cmd|' /C calc'!A0",
        "x\t=1",
        "x\n=1",
        "x\r=1",
        "x, @SOMME(A1)",
        'x;"=1',
        " =1",
        "x;＋1",
    ],
)
@pytest.mark.parametrize("format_", [Csv, CsvPourMachine])
def test_un_csv_coupe_a_n_importe_quel_separateur_ne_porte_pas_de_formule(format_, texte):
    ecrit = "".join(format_().ecrire("t", ["a", "b"], [[texte, "fin"]]))
    morceaux = re.split(r"[;,\t\r\n]", ecrit)
    assert [m for m in morceaux if m.strip(' "\ufeff').startswith(tuple(SIGNES))] == []


@given(TEXTES)
def test_un_texte_protege_se_relit_tel_qu_il_etait(texte):
    attendu = ILLEGAL_CHARACTERS_RE.sub("", texte)
    for ecrire in (ecrire_pour_une_personne, ecrire_pour_une_machine):
        assert deproteger(ecrire(texte)) == attendu


@given(st.lists(TEXTES, min_size=1, max_size=5))
def test_un_csv_pour_une_personne_se_relit_cellule_par_cellule(textes):
    ecrit = "".join(Csv().ecrire("t", ["a"] * len(textes), [textes]))
    _, lus = csv.reader(io.StringIO(ecrit.lstrip("\ufeff"), newline=""), delimiter=";")
    assert list(map(deproteger, lus)) == [ILLEGAL_CHARACTERS_RE.sub("", t) for t in textes]


@pytest.mark.parametrize(
    ("valeur", "personne", "machine"),
    [
        (True, "oui", "true"),
        (False, "non", "false"),
        (None, "", None),
        (Decimal("1234.50"), "1234,5", Decimal("1234.50")),
        (Decimal("15.00"), "15", Decimal("15.00")),
        (Decimal("-2.5"), "-2,5", Decimal("-2.5")),
        (Decimal("1E+3"), "1000", Decimal("1E+3")),
        (1200, "1200", 1200),
        (0.5, "0,5", 0.5),
        (datetime.date(2019, 6, 30), "30/06/2019", datetime.date(2019, 6, 30)),
        ("20-1", "'20-1", "20-1"),
        ("1/2", "'1/2", "1/2"),
        ("2019-s1", "2019-s1", "2019-s1"),
        ("l’été", "l’été", "l’été"),
    ],
)
def test_une_valeur_s_ecrit_pour_une_personne_et_pour_une_machine(valeur, personne, machine):
    assert (ecrire_pour_une_personne(valeur), ecrire_pour_une_machine(valeur)) == (
        personne,
        machine,
    )


def test_un_instant_est_a_l_heure_de_paris_et_dit_son_fuseau_a_une_machine():
    instant = datetime.datetime(2019, 7, 1, 22, 30, tzinfo=datetime.UTC)
    assert ecrire_pour_une_personne(instant) == "02/07/2019 00:30"
    assert ecrire_pour_une_machine(instant) == "2019-07-02T00:30:00+02:00"
    assert timezone.is_aware(datetime.datetime.fromisoformat(ecrire_pour_une_machine(instant)))


@pytest.mark.parametrize("code", ["01", "000000018", "0320000000"])
def test_un_code_aux_zeros_de_tete_reste_un_texte_dans_un_tableur(code):
    ecrit = ecrire_pour_une_personne(code)
    assert ecrit == f"'{code}"
    assert deproteger(ecrit) == code
    assert ecrire_pour_une_machine(code) == code


@pytest.mark.parametrize("texte", ["0", "0,5", "10", "0a"])
def test_un_nombre_et_un_texte_ordinaires_restent_tels_quels(texte):
    assert ecrire_pour_une_personne(texte) == texte
