"""La table des exemples : chacun dit sa source et sa somme en mots."""

import pytest

from .lecture import SALLES, lire_exemples


@pytest.mark.parametrize("salle", SALLES)
def test_chaque_exemple_dit_sa_source_et_sa_somme(salle):
    assert all(all(exemple.values()) for exemple in lire_exemples(salle))


def test_soixante_exemples_au_moins_tiennent_les_chiffres():
    assert sum(len(lire_exemples(salle)) for salle in SALLES) >= 60


def test_un_exemple_ne_se_redit_pas():
    lignes = [(salle, *exemple.values()) for salle in SALLES for exemple in lire_exemples(salle)]
    assert len(set(lignes)) == len(lignes)
