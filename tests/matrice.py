"""Ce que répond chaque adresse à chacun : `matrice.csv`, tenue par `test_isolement`."""

import csv
from pathlib import Path

MATRICE = Path(__file__).parent / "matrice.csv"


def lire_la_matrice():
    """Rend {adresse: {personne: codes de GET puis de POST}}."""
    with MATRICE.open(encoding="utf-8", newline="") as fichier:
        return {ligne.pop("adresse"): ligne for ligne in csv.DictReader(fichier)}
