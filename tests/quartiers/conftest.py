"""Listes officielles d'exemple, telles qu'elles sont publiées."""

from pathlib import Path

import pytest

from donnees import referentiels

LISTES = Path(__file__).parent / "listes"


@pytest.fixture
def territoires(db):
    referentiels.charger_les_territoires()


def octets(nom):
    """Rend les octets d'une liste d'exemple."""
    return (LISTES / f"{nom}.csv").read_bytes()
