"""Un classeur garde les nombres, les dates et les codes ; trop long, il mène à un autre format."""

import datetime
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from socle.formats import FORMATS
from tests.factories import QuartierFactory
from tests.tableaux import ouvrir

ENTETES = ["entier", "decimal", "jour", "instant", "vrai", "code", "siren", "vide"]
LIGNE = [
    12,
    Decimal("12.50"),
    datetime.date(2019, 6, 30),
    datetime.datetime(2019, 7, 1, 22, 30, tzinfo=datetime.UTC),
    True,
    "20-1",
    "000000901",
    None,
]


def ecrire(extension, lignes):
    return FORMATS[extension].ecrire("essai", ENTETES, lignes)


@pytest.mark.parametrize("extension", ["xlsx", "ods"])
def test_un_classeur_garde_le_type_de_chaque_valeur(extension):
    _, lue = ouvrir(ecrire(extension, [LIGNE]), extension)
    jour = lue[2].date() if extension == "xlsx" else lue[2]
    assert [*lue[:2], jour, *lue[3:7], lue[7] or None] == [
        12,
        12.5,
        datetime.date(2019, 6, 30),
        datetime.datetime(2019, 7, 2, 0, 30),
        "oui",
        "20-1",
        "000000901",
        None,
    ]


def test_un_classeur_montre_les_dates_en_francais_et_garde_les_codes_en_texte():
    (_, ligne) = load_workbook(io.BytesIO(ecrire("xlsx", [LIGNE]))).active.iter_rows()
    formes = {cellule.number_format for cellule in ligne}
    assert formes == {"General", "DD/MM/YYYY", "DD/MM/YYYY HH:MM", "@"}
    assert {cellule.number_format for cellule in ligne[5:7]} == {"@"}


def test_un_texte_garde_ses_lignes_et_ses_espaces_en_ods():
    texte = "a  b\n\n- d"
    octets = io.BytesIO(FORMATS["ods"].ecrire("essai", ["texte"], [[texte]]))
    (_, (lu,)) = CalamineWorkbook.from_filelike(octets).get_sheet_by_index(0).to_python()
    assert lu == texte


def test_les_formats_offrent_le_classeur_d_abord():
    assert list(FORMATS) == ["xlsx", "ods", "csv"]


@pytest.mark.django_db
def test_un_classeur_trop_long_mene_aux_formats_qui_suffisent(client, cget, monkeypatch):
    monkeypatch.setattr(FORMATS["ods"], "maximum", 1)
    QuartierFactory.create_batch(2, departement__code="59")
    client.force_login(cget)
    liste = reverse("quartiers:liste")
    for adresse, autre in (
        (f"{liste}?departement=59&format=ods", f"{liste}?departement=59&amp;format=xlsx"),
        (
            reverse("export", args=["quartiers", "ods"]),
            reverse("export", args=["quartiers", "csv"]),
        ),
    ):
        page = client.get(adresse)
        assert page.status_code == 422
        assert "2 lignes, et un fichier ODS en porte\n    1 au plus" in page.text
        assert autre in page.text
