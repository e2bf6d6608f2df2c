"""Un lieu et le contour d'un quartier."""

import pytest

from quartiers.contours import contient

CARRE = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
COUR = [[1, 1], [3, 1], [3, 3], [1, 3], [1, 1]]
ILOT = [[8, 8], [9, 8], [9, 9]]


@pytest.mark.parametrize(
    ("point", "attendu"),
    [
        pytest.param((0.5, 0.5), True, id="dedans"),
        pytest.param((5, 2), False, id="dehors"),
        pytest.param((2, 2), False, id="dans un trou"),
        pytest.param((0, 2), True, id="sur le bord"),
        pytest.param((8.9, 8.5), True, id="dans l’îlot, que rien ne ferme"),
    ],
)
def test_un_point_est_dans_le_bord_et_hors_des_trous(point, attendu):
    assert contient([[CARRE, COUR], [ILOT]], *point) is attendu


def test_un_anneau_qui_n_entoure_rien_ne_contient_rien():
    assert not contient([[[[0, 0], [1, 1]]], []], 0.5, 0.5)
