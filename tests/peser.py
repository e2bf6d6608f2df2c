"""Ce que coûte une demande : calcul et mémoire, à part compris (`remontees.apart`)."""

import os
import resource
from contextlib import contextmanager

from remontees import apart

SECONDES, MEGAOCTETS = 5, 300


@contextmanager
def sans_peser(secondes=SECONDES):
    """Vérifie que ce qu'il entoure ne calcule ni ne retient plus qu'une demande ne le peut."""
    debut, avant = secondes_de_calcul(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    # Ce qu'elle a fait à part se compte aussi.
    assert secondes_de_calcul() - debut < secondes
    for qui in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        assert resource.getrusage(qui).ru_maxrss - avant < MEGAOCTETS * 1024


def secondes_de_calcul():
    """Rend ce que ce processus, et ceux qu'il a attendus, ont calculé ; la copie en est un."""
    apart.fermer()
    return sum(os.times()[:4])
