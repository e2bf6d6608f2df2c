"""Un calcul fait à part rend ou lève ce qu'il doit, et s'arrête là où on l'a borné."""

import os
import re
import resource
import signal
import socket
import threading
import time

import pytest

from remontees import apart
from remontees.apart import Depasse, calculer_a_part

pytestmark = pytest.mark.usefixtures("copie_neuve")

VU = []


def a_part(calcul, *arguments, secondes=5, megaoctets=100):
    return calculer_a_part(calcul, *arguments, secondes=secondes, megaoctets=megaoctets)


def noter():
    VU.append(1)
    return len(VU)


def reculer_sans_fin():
    # D'un seul pas de Python.
    re.match(r"(a+)+$", "a" * 40 + "b")


def calculer(secondes):
    fin = time.process_time() + secondes
    while time.process_time() < fin:
        pass


def rendre_plus_tard(nombre):
    time.sleep(0.02 * (nombre % 2))
    return nombre


def tourner_en_rond(megaoctets):
    boucle = [bytearray(megaoctets * 1024**2)]
    boucle.append(boucle)


def memoire_de_la_copie():
    """Rend les octets que la copie tient, une fois qu'elle attend."""
    copie = a_part(os.getpid)
    with open(f"/proc/{copie}/statm", encoding="utf-8") as fichier:
        return int(fichier.read().split()[1]) * resource.getpagesize()


def prendre(megaoctets):
    return len(bytearray(megaoctets * 1024**2))


def test_il_rend_ce_que_rend_le_calcul():
    assert a_part(bytes, 10_000_000) == bytes(10_000_000)


def test_il_recoit_ce_qu_on_lui_donne():
    assert a_part(len, "x" * 10_000_000) == 10_000_000


def test_il_leve_ce_que_leve_le_calcul():
    with pytest.raises(ValueError, match="faux"):
        a_part(int, "faux")


def test_il_ne_change_rien_ici():
    assert (a_part(noter), VU) == (1, [])


def test_trop_long_il_est_arrete_meme_dans_une_bibliotheque_en_c():
    debut = time.monotonic()
    with pytest.raises(Depasse, match="temps de calcul"):
        a_part(reculer_sans_fin, secondes=0.3)
    assert time.monotonic() - debut < 10


def test_bloque_sans_calculer_il_est_arrete_aussi():
    debut = time.monotonic()
    with pytest.raises(Depasse, match="attente"):
        a_part(time.sleep, 60, secondes=0.1)
    assert time.monotonic() - debut < 10


def test_trop_gros_il_est_arrete():
    with pytest.raises(Depasse, match="mémoire"):
        a_part(prendre, 200, megaoctets=50)


def test_un_calcul_arrete_n_arrete_pas_le_suivant():
    with pytest.raises(Depasse):
        a_part(prendre, 200, megaoctets=50)
    assert a_part(prendre, 10) == 10 * 1024**2


def test_chaque_calcul_a_tout_son_temps():
    for _ in range(3):
        a_part(calculer, 0.25, secondes=0.5)


def test_il_se_fait_aussi_hors_du_fil_principal():
    rendus = []
    fil = threading.Thread(target=lambda: rendus.append(a_part(os.getpid)))
    fil.start()
    fil.join()
    assert rendus[0] != os.getpid()


def test_deux_fils_a_la_fois_ont_chacun_sa_reponse():
    rendus = {}
    fils = [
        threading.Thread(target=lambda n=n: rendus.setdefault(n, a_part(rendre_plus_tard, n)))
        for n in range(8)
    ]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert rendus == {n: n for n in range(8)}


def test_elle_ne_garde_rien_d_un_calcul():
    avant = memoire_de_la_copie()
    for _ in range(10):
        a_part(tourner_en_rond, 30)
    assert memoire_de_la_copie() - avant < 60 * 1024**2


def test_une_copie_sert_plusieurs_calculs_puis_se_renouvelle(monkeypatch):
    monkeypatch.setattr(apart, "CALCULS", 3)
    apart.fermer()
    premiers = {a_part(os.getpid) for _ in range(3)}
    assert len(premiers) == 1
    assert premiers.isdisjoint({a_part(os.getpid)})
    with pytest.raises(ProcessLookupError):
        os.kill(premiers.pop(), 0)


def test_une_copie_qu_on_a_tuee_se_remplace():
    tuee = a_part(os.getpid)
    os.kill(tuee, signal.SIGKILL)
    while not apart.ouvrir().lien.poll(1):
        pass
    assert a_part(os.getpid) != tuee


@pytest.mark.parametrize("arret", [signal.SIGTERM, signal.SIGINT])
def test_l_arret_de_son_groupe_la_laisse_finir(arret):
    copie = a_part(os.getpid)
    sonnerie = threading.Timer(0.1, os.kill, (copie, arret))
    sonnerie.start()
    a_part(time.sleep, 0.5)
    sonnerie.join()
    assert a_part(os.getpid) == copie


def test_une_demande_interrompue_ne_repond_pas_a_la_suivante():
    def sonner(*_):
        raise LookupError("sonné")

    avant = signal.signal(signal.SIGALRM, sonner)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    with pytest.raises(LookupError, match="sonné"):
        a_part(time.sleep, 1)
    signal.signal(signal.SIGALRM, avant)
    assert a_part(str, "suivante") == "suivante"


def test_la_copie_ne_tient_ni_la_base_ni_le_navigateur_de_son_processus():
    ici, la_bas = socket.socketpair()
    a_part(os.getpid)
    ici.close()
    la_bas.settimeout(5)
    # La copie tiendrait-elle l'autre bout, le navigateur attendrait encore.
    assert la_bas.recv(1) == b""
    la_bas.close()


def test_un_processus_qui_nait_a_sa_copie_qui_s_arrete_avec_lui():
    celle_d_ici = a_part(os.getpid)
    lecture, ecriture = os.pipe()
    if not os.fork():
        os.write(ecriture, str(a_part(os.getpid)).encode())
        os._exit(0)
    petit_enfant = int(os.read(lecture, 20))
    os.close(lecture)
    os.close(ecriture)
    os.wait()
    assert petit_enfant != celle_d_ici
    fin = time.monotonic() + 10
    while _vit(petit_enfant):
        assert time.monotonic() < fin
        time.sleep(0.05)


def _vit(processus):
    """Dit si ce processus calcule ou attend encore ; fini, il n'attend que d'être relevé."""
    try:
        with open(f"/proc/{processus}/stat", encoding="utf-8") as fichier:
            return fichier.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
