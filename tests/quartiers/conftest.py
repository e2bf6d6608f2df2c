"""Listes officielles d'exemple, telles qu'elles sont publiées."""

from pathlib import Path

import pytest

from donnees import referentiels
from quartiers import imports
from quartiers.lecture import lire_quartiers
from quartiers.models import ImportQuartiers

ENTETE_2024 = "code_qp,lib_qp,insee_dep,insee_com,lib_com\n"
LISTES = Path(__file__).parent / "listes"


@pytest.fixture
def territoires(db):
    referentiels.charger_les_territoires()


def octets(nom):
    """Rend les octets d'une liste d'exemple."""
    return (LISTES / f"{nom}.csv").read_bytes()


def importer(contenu, nom="liste.csv"):
    """Importe `contenu` (octets ou texte) ; rend l'aperçu."""
    contenu = contenu.encode() if isinstance(contenu, str) else contenu
    liste = lire_quartiers(contenu, nom)
    return imports.appliquer_quartiers(liste, ImportQuartiers())
