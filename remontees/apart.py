"""Faire à part, dans une copie bornée de ce processus, un calcul qui peut s'emballer."""

import gc
import os
import re
import resource
import signal
import threading
from contextlib import suppress
from functools import cache
from multiprocessing import Pipe
from pathlib import Path

# Une machine chargée fait attendre un calcul ; au-delà, il ne calcule plus, il est bloqué. Huit
# secondes et cette patience tiennent dans les trente que gunicorn laisse à une demande.
PATIENCE = 3
# Une copie garde ce qu'elle a chargé, et un peu de ce qu'elle a calculé : elle se renouvelle.
CALCULS = 200
# Ce qui a arrêté un calcul resté sans réponse ; faute de signal, la mémoire.
ARRETS = {-signal.SIGPROF: "temps de calcul", -signal.SIGKILL: "attente"}
VERROU = threading.Lock()


class Depasse(Exception):
    """Le calcul a pris plus de temps ou de mémoire qu'on ne lui en donnait ; dit lequel."""


def calculer_a_part(calcul, *arguments, secondes, megaoctets):
    """Rend ce que rend `calcul(*arguments)`, fait dans une copie de ce processus ; lève ce qu'il
    lève.

    `calcul` est une fonction d'un module ; elle ne touche pas à la base. Elle a `secondes` de
    calcul et `megaoctets` de plus que n'en tient la copie. Au-delà, le système l'arrête, où qu'elle
    en soit, bibliothèques en C comprises : lève Depasse. De même si elle attend trop.
    """
    with VERROU:
        if not ouvrir().sert_encore():
            fermer()
        reussi, valeur = ouvrir().demander(calcul, arguments, secondes, megaoctets)
    if not reussi:
        raise valeur
    return valeur


@cache
def ouvrir():
    """Rend la `Copie` de ce processus : la première demande la fait, les suivantes l'emploient."""
    return Copie()


def fermer():
    """Arrête la copie de ce processus : la prochaine demande en fera une autre."""
    copie = ouvrir()
    ouvrir.cache_clear()
    with suppress(ProcessLookupError):
        os.kill(copie.processus, signal.SIGKILL)
    copie.attendre_la_fin()


# Un processus qui naît de celui-ci n'a pas sa copie.
os.register_at_fork(after_in_child=ouvrir.cache_clear)


class Copie:
    """Une copie de ce processus, qui attend des calculs et les fait l'un après l'autre."""

    def __init__(self):
        self.lien, sien = Pipe()
        self.reste = CALCULS
        self.processus = os.fork()
        if not self.processus:
            _servir(sien)
        sien.close()

    def sert_encore(self):
        """Dit si elle vit, et n'a pas fait son nombre de calculs."""
        # Elle ne parle que pour répondre : ce qui se lit ici est sa fin.
        return self.reste > 0 and not self.lien.poll()

    def demander(self, calcul, arguments, secondes, megaoctets):
        """Rend (True, ce que rend le calcul) ou (False, ce qu'il lève) ; lève Depasse."""
        self.reste -= 1
        try:
            self.lien.send((calcul, arguments, secondes, megaoctets))
            if not self.lien.poll(PATIENCE * secondes):
                os.kill(self.processus, signal.SIGKILL)
            return self.lien.recv()
        except (EOFError, OSError):
            ouvrir.cache_clear()
            raise Depasse(ARRETS.get(self.attendre_la_fin(), "mémoire")) from None
        except BaseException:
            # Interrompue, elle répondrait à la demande suivante.
            fermer()
            raise

    def attendre_la_fin(self):
        """Rend ce qui l'a arrêtée (voir `os.waitstatus_to_exitcode`)."""
        self.lien.close()
        return os.waitstatus_to_exitcode(os.waitpid(self.processus, 0)[1])


def _servir(lien):
    """Dans la copie : répond à chaque demande, et s'arrête quand son processus n'est plus."""
    try:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        # Arrêtée en même temps que son processus, qui finit sa tâche, elle finit aussi la sienne.
        for arret in (signal.SIGTERM, signal.SIGINT):
            signal.signal(arret, signal.SIG_IGN)
        _lacher_le_reste(lien)
        # Le ramasse-miettes passe entre deux calculs, quand nul n'attend : chacun part de rien.
        gc.disable()
        while True:
            calcul, arguments, secondes, megaoctets = lien.recv()
            signal.setitimer(signal.ITIMER_PROF, secondes)
            limite = _memoire_tenue() + megaoctets * 1024**2
            _, plafond = resource.getrlimit(resource.RLIMIT_DATA)
            resource.setrlimit(resource.RLIMIT_DATA, (limite, plafond))
            lien.send(_repondre(calcul, arguments))
            signal.setitimer(signal.ITIMER_PROF, 0)
            gc.collect()
    finally:
        # Ni ce que son processus ferait en finissant, ni la trace d'un manque de mémoire.
        os._exit(0)


def _repondre(calcul, arguments):
    try:
        return (True, calcul(*arguments))
    except MemoryError:
        raise
    except Exception as erreur:
        return (False, erreur)


def _lacher_le_reste(lien):
    """Ferme ce que la copie tient de son processus : la base, et le navigateur qui attend.

    Les objets qui les tenaient restent : en finir un fermerait ce qui porte depuis son numéro.
    """
    gc.freeze()
    os.closerange(3, lien.fileno())
    os.closerange(lien.fileno() + 1, os.sysconf("SC_OPEN_MAX"))


def _memoire_tenue():
    """Rend les octets que ce processus a réservés pour écrire (proc(5), VmData)."""
    return int(re.search(r"VmData:\s+(\d+)", Path("/proc/self/status").read_text())[1]) * 1024
