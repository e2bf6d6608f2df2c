"""La mesure que partagent les bancs : la plus courte durée d'actions qui alternent."""

import time

TOURS = 7


def mesurer(*actions, tours=TOURS):
    """Rend la plus courte durée de chaque action, en secondes ; les actions alternent.

    Ce que la machine fait d'autre n'ajoute que du temps : la plus courte est la plus vraie.
    """
    durees = [[] for _ in actions]
    for action in actions:
        action()
    for _ in range(tours):
        for action, liste in zip(actions, durees, strict=True):
            debut = time.perf_counter()
            action()
            liste.append(time.perf_counter() - debut)
    return [min(liste) for liste in durees]
