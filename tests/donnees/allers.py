"""Les tableaux que LibreOffice a ouverts puis enregistrés (voir fichiers/README.md)."""

import datetime
from decimal import Decimal

import tablib

import comptes.lecture
import contrats.lecture
from paqte.grille import TITRES

VALEURS = (
    ["mesure", "indicateur", "territoire", "date", "valeur", "total", "source", "precision"],
    [
        ["20", "20-1", "01", datetime.date(2019, 6, 30), Decimal("1234.50"), None, "É, œ", "=1+1"],
        ["20", "20-1", "R32", datetime.date(2019, 6, 30), Decimal("1234.50"), None, "É, œ", ""],
        ["19", "19-1", "FR", datetime.date(2019, 6, 30), 1, 3, "ligne\nsuivante", ""],
        ["18", "18-1", "QP059001", datetime.date(2019, 12, 31), True, None, "x", "'5"],
        ["17", "17-1", "FR", datetime.date(2019, 12, 31), "3/4", None, "x", ""],
    ],
)
# Un résultat égal à sa cible et au semestre d'avant ; des euros ; une case vide.
RESULTATS = [
    ("2019-s1", 7, "Acier du Nord", "000000018", "Recrutement", "Recrutements", "recrutements",
     "recrutements", 10, 10, 10),
    ("2019-s1", 7, "Acier du Nord", "000000018", "Achats", "Achats en QPV", "euros", "achats",
     None, 1234.5, 1234567.89),
    ("2019-s1", 8, "Bois & fils", "000000026", "Achats", "Achats en QPV", "euros", "achats",
     None, None, None),
    ("2019-s1", 8, "Bois & fils", "000000026", "Recrutement", "Recrutements", "recrutements",
     "recrutements", 10, 10, 0),
]  # fmt: skip


def grille():
    """Rend la grille que remplissent ces résultats."""
    return tablib.Dataset(*RESULTATS, headers=list(TITRES), title="resultats")


# Des codes aux zéros de tête, une vraie date, un nombre à virgule, une liste, une case vide.
CONVENTIONS = (
    ["Entreprise", "SIREN", "Taille", "Date de signature", "Axes retenus", "La France une chance",
     "Cible : Embauches (personnes)", "Résultat du 1er semestre 2019 : Achats (euros)"],
    [
        ["Acier du Nord", "000000018", "PME", datetime.date(2019, 3, 1), "Recruter, Acheter", True,
         10, Decimal("1234567.89")],
        ["Cœur d’Été", "552100554", "TPE", datetime.date(2019, 12, 31), "3", False, 10, None],
    ],
)  # fmt: skip
CONTRATS = (
    list(contrats.lecture.TITRES.values()),
    [
        ["Lille", "Intercommunal", "EPCI", "MEL", "000000018", datetime.date(2015, 7, 1), None,
         "01, 62", "QP059001, QP059002", "Commune : Lille (le maire)\nÉtat : Préfet"],
        ["Douai", "Communal", "Commune", "Douai", None, None, datetime.date(2022, 12, 31), "01",
         "QP059003", None],
    ],
)  # fmt: skip
COMPTES = (
    list(comptes.lecture.COLONNES),
    [
        ["a@nord.gouv.fr", "Élise", "D’Œuf", "agent", "01 59", None, "Chargée", "0320000000"],
        ["b@nord.gouv.fr", None, "-Bé", "region", None, "32", None, None],
    ],
)
QUARTIERS = (
    ["code", "nom", "departement", "communes", "codes_communes", "siren_epci", "population"],
    [
        ["QP001001", "Cœur", "01", "Bourg, Péronnas", "01053", "000000018, 245900410", 1200],
        ["QN02A01M", "1-2", "2A", "Ajaccio", "2A004", None, 0],
    ],
)
