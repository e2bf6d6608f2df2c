"""Listes officielles d'exemple, telles qu'elles sont publiées."""

import datetime
from pathlib import Path

import pytest

from donnees import referentiels
from quartiers.models import ImportQuartiers
from quartiers.sortes import SORTES

ENTETE_2024 = "code_qp,lib_qp,insee_dep,insee_com,lib_com\n"
LISTES = Path(__file__).parent / "listes"


@pytest.fixture
def territoires(db):
    referentiels.charger_les_territoires()


def octets(nom):
    """Rend les octets d'une liste d'exemple."""
    return (LISTES / f"{nom}.csv").read_bytes()


def importer(contenu, nom="liste.csv", genre=ImportQuartiers.Genre.LISTE, au="2018-01-01"):
    """Importe `contenu` (octets ou texte), dont les chiffres datent d'`au` ; rend l'aperçu."""
    contenu = contenu.encode() if isinstance(contenu, str) else contenu
    sorte = SORTES[genre]
    liste = sorte.lire(contenu, nom)
    liste.chiffres_au = datetime.date.fromisoformat(au)
    return sorte.appliquer(liste, ImportQuartiers())


def importer_pru(contenu):
    return importer(contenu, "pru.csv", ImportQuartiers.Genre.PRU)


def importer_correspondance(contenu):
    return importer(contenu, "correspondance.csv", ImportQuartiers.Genre.CORRESPONDANCE)
