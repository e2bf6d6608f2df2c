"""Attendre de vrais processus, et compter ceux qui restent."""

import re
import time
from pathlib import Path


def attendre(condition, secondes=60):
    """Attend que la condition (fonction) soit vraie ; dit si elle l'est devenue."""
    fin = time.monotonic() + secondes
    while time.monotonic() < fin:
        if condition():
            return True
        time.sleep(0.05)
    return False


def processus_de(session):
    """Rend les processus vivants d'une session (`setsid`), d'après le système."""
    vivants = []
    for fiche in Path("/proc").glob("[0-9]*/stat"):
        try:
            etat, _, _, sienne = fiche.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue  # fini entre-temps
        if int(sienne) == session and etat != "Z":
            vivants.append(int(fiche.parent.name))
    return vivants


def memoire_de(session):
    """Rend les octets que retiennent les processus d'une session, chacun sa part du commun."""
    return sum(map(_part_de, processus_de(session)))


def _part_de(processus):
    try:
        fiche = Path(f"/proc/{processus}/smaps_rollup").read_text()
    except OSError:
        return 0  # fini entre-temps
    return 1024 * int(re.search(r"^Pss:\s+(\d+)", fiche, re.MULTILINE)[1])
