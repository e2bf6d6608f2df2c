"""Lecture d'un classeur (XLSX, XLS, XLSB, ODS), ouvert dans un processus à part et borné."""

import json
import subprocess
import sys
from pathlib import Path

from .lecture import SANS_VALEUR, FichierRefuse

SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
OUVREUR = Path(__file__).with_name("ouvreur.py")


def lignes_du_classeur(octets):
    """Produit (feuille, numéro, cellules) des lignes non vides. Lève FichierRefuse.

    Une formule jamais calculée vaut SANS_VALEUR.
    """
    ouvreur = subprocess.run(
        [sys.executable, "-I", OUVREUR], input=octets, capture_output=True, check=False
    )
    for ligne in ouvreur.stdout.splitlines():
        lue = json.loads(ligne)
        if isinstance(lue, str):
            raise FichierRefuse(lue)
        feuille, numero, cellules = lue
        yield feuille, numero, [SANS_VALEUR if c is None else c for c in cellules]
    if ouvreur.returncode:
        raise FichierRefuse(
            "Ce classeur est abîmé, ou trop gros une fois ouvert : copiez le tableau seul dans un "
            "classeur neuf, ou enregistrez-le en CSV."
        )
