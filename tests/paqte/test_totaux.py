"""Le total d'un indicateur : ce qui est fait, sur ce qui est visé."""

from decimal import Decimal

import pytest

from paqte.totaux import Total


@pytest.mark.parametrize(
    ("atteint", "vise", "taux"), [(15, 60, 25), (0, 60, 0), (None, 60, None), (15, None, None)]
)
def test_le_taux_est_le_cumul_en_pour_cent_de_la_cible_des_memes_entreprises(atteint, vise, taux):
    sommes = {"atteint": atteint, "vise": vise, "cumul": 500, "cible": 1000}
    total = Total(**{nom: None if n is None else Decimal(n) for nom, n in sommes.items()})
    assert total.taux == taux
