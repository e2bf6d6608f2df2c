"""Un calcul fait à part rend ou lève ce qu'il doit, et s'arrête là où on l'a borné."""

import os
import re
import threading
import time

import pytest

from remontees.apart import Depasse, calculer_a_part


def a_part(calcul, secondes=5, megaoctets=100):
    return calculer_a_part(calcul, secondes=secondes, megaoctets=megaoctets)


def test_il_rend_ce_que_rend_le_calcul():
    assert a_part(lambda: b"x" * 10_000_000) == b"x" * 10_000_000


def test_il_leve_ce_que_leve_le_calcul():
    with pytest.raises(ValueError, match="faux"):
        a_part(lambda: int("faux"))


def test_il_ne_change_rien_ici():
    vu = []
    a_part(lambda: vu.append(1))
    assert vu == []


def test_trop_long_il_est_arrete_meme_dans_une_bibliotheque_en_c():
    debut = time.monotonic()
    # Une recherche qui recule sans fin, d'un seul pas de Python.
    with pytest.raises(Depasse, match="temps de calcul"):
        a_part(lambda: re.match(r"(a+)+$", "a" * 40 + "b"), secondes=0.3)
    assert time.monotonic() - debut < 10


def test_bloque_sans_calculer_il_est_arrete_aussi():
    debut = time.monotonic()
    with pytest.raises(Depasse, match="attente"):
        a_part(lambda: time.sleep(60), secondes=0.1)
    assert time.monotonic() - debut < 10


def test_trop_gros_il_est_arrete():
    with pytest.raises(Depasse, match="mémoire"):
        a_part(lambda: len(bytearray(200 * 1024**2)), megaoctets=50)


def test_il_se_fait_aussi_hors_du_fil_principal():
    rendus = []
    fil = threading.Thread(target=lambda: rendus.append(a_part(os.getpid)))
    fil.start()
    fil.join()
    assert rendus[0] != os.getpid()


def test_il_ne_laisse_aucun_processus():
    enfants = [a_part(os.getpid) for _ in range(3)]
    for enfant in enfants:
        with pytest.raises(ProcessLookupError):
            os.kill(enfant, 0)
