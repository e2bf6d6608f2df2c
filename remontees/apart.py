"""Faire à part, dans un processus borné, un calcul qui peut s'emballer."""

import os
import re
import resource
import signal
from contextlib import suppress
from multiprocessing import Pipe
from pathlib import Path

# Une machine chargée fait attendre un calcul ; au-delà, il ne calcule plus, il est bloqué. Huit
# secondes et cette patience tiennent dans les trente que gunicorn laisse à une demande.
PATIENCE = 3
# Ce qui a arrêté un calcul resté sans réponse ; faute de signal, la mémoire.
ARRETS = {-signal.SIGPROF: "temps de calcul", -signal.SIGKILL: "attente"}


class Depasse(Exception):
    """Le calcul a pris plus de temps ou de mémoire qu'on ne lui en donnait ; dit lequel."""


def calculer_a_part(calcul, *, secondes, megaoctets):
    """Rend ce que rend `calcul()`, exécuté dans une copie de ce processus ; lève ce qu'il lève.

    Il a `secondes` de calcul et `megaoctets` de plus que n'en tient ce processus. Au-delà, le
    système l'arrête, où qu'il en soit, bibliothèques en C comprises : lève Depasse. De même s'il
    attend trop. Il ne touche pas à la base, dont la connexion est à ce processus.
    """
    lecture, ecriture = Pipe(duplex=False)
    enfant = os.fork()
    if not enfant:
        _repondre(calcul, ecriture, secondes, megaoctets)
    ecriture.close()
    reponse = None
    try:
        if not lecture.poll(PATIENCE * secondes):
            os.kill(enfant, signal.SIGKILL)
        with suppress(EOFError):
            reponse = lecture.recv()
    finally:
        lecture.close()
        fin = os.waitstatus_to_exitcode(os.waitpid(enfant, 0)[1])
    if reponse is None:
        raise Depasse(ARRETS.get(fin, "mémoire"))
    reussi, valeur = reponse
    if not reussi:
        raise valeur
    return valeur


def _repondre(calcul, ecriture, secondes, megaoctets):
    """Dans la copie : calcule, répond, et s'arrête là, sans rien fermer de ce qu'elle a copié."""
    try:
        for arret in (signal.SIGPROF, signal.SIGTERM, signal.SIGINT):
            signal.signal(arret, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, secondes)
        limite = _memoire_tenue() + megaoctets * 1024**2
        resource.setrlimit(resource.RLIMIT_DATA, (limite, limite))
        try:
            reponse = (True, calcul())
        except MemoryError:
            return
        except Exception as erreur:
            reponse = (False, erreur)
        with suppress(OSError):
            ecriture.send(reponse)
    finally:
        os._exit(0)


def _memoire_tenue():
    """Rend les octets que ce processus a réservés pour écrire (proc(5), VmData)."""
    return int(re.search(r"VmData:\s+(\d+)", Path("/proc/self/status").read_text())[1]) * 1024
