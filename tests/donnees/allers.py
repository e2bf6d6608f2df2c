"""Les tableaux que LibreOffice a ouverts puis enregistrés (voir fichiers/README.md)."""

import datetime
from decimal import Decimal

import tablib

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
