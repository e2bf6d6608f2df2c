"""Un classeur du portail, ouvert et enregistré par LibreOffice, se relit valeur par valeur."""

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

import comptes.lecture
import contrats.lecture
import quartiers.lecture
from mesures.lecture import lire_valeurs
from paqte.grille import MODELE
from paqte.lecture import NOMS, ModeleDeConventions
from socle.cellules import deproteger
from socle.imports.cellules import lire_date, lire_oui_non
from socle.nombres import lire_nombre

from . import allers

FICHIERS = Path(__file__).parent / "fichiers"


def relus(modele, prefixe):
    for fichier in sorted(FICHIERS.glob(f"*/{prefixe}-*")):
        lignes = modele(fichier.read_bytes(), fichier.name).donnees.dict
        yield [{nom: deproteger(texte) for nom, texte in ligne.items()} for ligne in lignes]


def test_les_valeurs_se_relisent():
    lectures = list(relus(lire_valeurs, "valeurs"))
    assert len(lectures) == 4
    noms = ("indicateur", "territoire", "date", "valeur", "total", "source", "precision")
    for lignes in lectures:
        assert [tuple(ligne[nom] for nom in noms) for ligne in lignes] == [
            ("20-1", "01", "2019-06-30", "1234,5", "", "É, œ", "=1+1"),
            ("20-1", "R32", "2019-06-30", "1234,5", "", "É, œ", ""),
            ("19-1", "FR", "2019-06-30", "1", "3", "ligne\nsuivante", ""),
            ("18-1", "QP059001", "2019-12-31", "oui", "", "x", "'5"),
            ("17-1", "FR", "2019-12-31", "3/4", "", "x", ""),
        ]


@pytest.mark.parametrize("nom", ["semestre", "siren", "indicateur", "resultat"])
def test_la_grille_se_relit(nom):
    attendus = {
        "semestre": ["2019-s1"] * 3,
        "siren": ["000000018", "000000018", "000000026"],
        "indicateur": ["recrutements", "achats", "recrutements"],
        "resultat": ["10", "1234567,89", "0"],
    }
    lectures = list(relus(MODELE.lire_liste, "grille"))
    assert len(lectures) == 4
    for lignes in lectures:
        assert [ligne[nom] for ligne in lignes] == attendus[nom]


CONVENTIONS = ModeleDeConventions(
    NOMS,
    necessaires=("entreprise", "date_signature"),
    axes={},
    indicateurs={"embauches_personnes": "embauches", "achats_euros": "achats"},
)
MODELES = {
    "conventions": CONVENTIONS,
    "contrats": contrats.lecture.MODELE,
    "comptes": comptes.lecture.MODELE,
    "quartiers": quartiers.lecture.MODELE,
}


def est_relue(ecrite, lue):
    """Dit si la cellule lue dit ce qui fut écrit : date, oui ou non, nombre, texte, ou rien."""
    if isinstance(ecrite, bool):
        return lire_oui_non(lue) == ecrite
    if isinstance(ecrite, datetime.date):
        return lire_date(lue) == ecrite
    if isinstance(ecrite, int | Decimal):
        return lire_nombre(lue) == ecrite
    return lue == (ecrite or "")


@pytest.mark.parametrize("nom", MODELES)
def test_chacun_de_nos_autres_modeles_se_relit_cellule_par_cellule(nom):
    entetes, lignes = getattr(allers, nom.upper())
    modele = MODELES[nom]
    rangs = modele.reconnaitre(entetes)
    assert len(rangs) == len(entetes)
    lectures = list(relus(modele.lire_liste, nom))
    assert len(lectures) == 4
    for relues in lectures:
        assert len(relues) == len(lignes)
        for relue, ecrite in zip(relues, lignes, strict=True):
            for colonne, rang in rangs.items():
                assert est_relue(ecrite[rang], relue[colonne]), colonne
