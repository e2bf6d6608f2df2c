"""Les exemples calculés à la main : une ligne par chiffre, dans un fichier par salle."""

import csv
from pathlib import Path

import pytest

DOSSIER = Path(__file__).parent
SALLES = sorted(chemin.stem for chemin in DOSSIER.glob("*.csv"))


def lire_exemples(salle):
    """Rend les lignes de `<salle>.csv`, en dictionnaires."""
    with (DOSSIER / f"{salle}.csv").open(encoding="utf-8") as fichier:
        return list(csv.DictReader(fichier, delimiter=";"))


def exemples(salle, quand):
    """Rend le paramètre `exemple` d'un test ; la colonne `quand` en dit la date."""
    return pytest.mark.parametrize(
        "exemple",
        lire_exemples(salle),
        ids=lambda e: f"{e['regle']} : {e[quand]} {e['chiffre']}",
    )
