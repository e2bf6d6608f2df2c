"""La mesure que partagent les bancs : durées médianes d'actions qui alternent."""

import statistics
import time

TOURS = 7


def mesurer(*actions, tours=TOURS):
    """Rend la durée médiane de chaque action, en secondes ; les actions alternent."""
    durees = [[] for _ in actions]
    for action in actions:
        action()
    for _ in range(tours):
        for action, liste in zip(actions, durees, strict=True):
            debut = time.perf_counter()
            action()
            liste.append(time.perf_counter() - debut)
    return [statistics.median(liste) for liste in durees]
