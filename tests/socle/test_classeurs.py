"""Les classeurs entiers : de LibreOffice et mutilés, tirés au sort, en XLSB ; rien ne se perd."""

import io
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from socle.imports.lecture import FichierRefuse
from socle.imports.tableur import Modele

from .xlsb import classeur_xlsb

FICHIERS = Path(__file__).parent / "fichiers"
COLONNES = {"nom": ("nom",), "resultat": ("resultat",)}
MODELE = Modele(COLONNES, necessaires=("nom", "resultat"))


def lire(octets):
    return MODELE.lire_liste(octets, "classeur").donnees.dict


def test_un_xlsb_se_lit():
    octets = classeur_xlsb([["Un titre"], ["Nom", "Résultat"], ["Été", 1234.5], ["0018", 12]])
    assert lire(octets) == [
        {"nom": "Été", "resultat": "1234,5"},
        {"nom": "0018", "resultat": "12"},
    ]


# Chaque classeur s'ouvre dans son processus : moins de cas.
@settings(max_examples=settings().max_examples // 2)
@pytest.mark.parametrize("extension", ["ods", "xlsx"])
@given(place=st.floats(0, 1, exclude_max=True), octet=st.integers(1, 255))
def test_un_octet_change_dans_un_fichier_de_libreoffice_se_lit_juste_ou_se_refuse(
    extension, place, octet
):
    intact = (FICHIERS / f"tableau.{extension}").read_bytes()
    mutile = bytearray(intact)
    mutile[int(place * len(intact))] ^= octet
    with suppress(FichierRefuse):
        assert lire(bytes(mutile)) == lire(intact)


@settings(max_examples=settings().max_examples // 2)
@pytest.mark.parametrize("nom", ["tableau.xls", "tableau.csv", "tableau.ods", "tableau.xlsx"])
@given(garde=st.floats(0, 1), trou=st.floats(0, 1), longueur=st.integers(0, 2000))
def test_un_fichier_de_libreoffice_coupe_ou_troue_se_lit_ou_se_refuse(nom, garde, trou, longueur):
    octets = (FICHIERS / nom).read_bytes()
    debut = int(trou * len(octets))
    mutile = octets[:debut] + octets[debut + longueur :][: int(garde * len(octets))]
    with suppress(FichierRefuse):
        assert lire(mutile)


TEXTE = st.text(st.characters(categories=["L"], codec="cp1252"), min_size=1, max_size=8)
LIGNES = st.lists(st.tuples(TEXTE, st.integers(0, 10**9)), max_size=8)


@st.composite
def classeurs(draw):
    """Un classeur de plusieurs feuilles, et les lignes qu'il faut y lire, dans l'ordre.

    Chaque feuille a des titres et des lignes vides ; certaines n'ont pas d'en-tête.
    """
    classeur, attendues = Workbook(), []
    classeur.remove(classeur.active)
    for rang in range(draw(st.integers(1, 4))):
        feuille = classeur.create_sheet(f"F{rang}")
        for _ in range(draw(st.integers(0, 5))):
            feuille.append(draw(st.sampled_from([[], ["Un titre"], [None, "Source"]])))
        if draw(st.booleans()):
            continue
        decalage = [None] * draw(st.integers(0, 3))
        feuille.append([*decalage, "Nom", "Résultat"])
        for nom, nombre in draw(LIGNES):
            feuille.append([*decalage, nom, nombre])
            attendues.append({"nom": nom, "resultat": str(nombre)})
            for _ in range(draw(st.integers(0, 2))):
                feuille.append([])
    octets = io.BytesIO()
    classeur.save(octets)
    return octets.getvalue(), attendues


@settings(max_examples=settings().max_examples // 2)
@given(tire=classeurs())
def test_un_classeur_entier_se_relit_sans_rien_perdre_ou_se_refuse(tire):
    octets, attendues = tire
    try:
        liste = MODELE.lire_liste(octets, "classeur")
    except FichierRefuse:
        assert attendues == []
    else:
        ecartees = liste.ecartees.total()
        assert len(liste.donnees) + ecartees == len(attendues)
        assert ecartees or liste.donnees.dict == attendues
