"""La tâche de fond des courriers aux entreprises, chaque minute."""

from .d_office import demander_d_office
from .demandes import envoyer_les_courriers


def envoyer():
    """Demande d'office ce qui est à demander, puis envoie les courriers dont l'heure est venue.

    Rend le nombre de courriels.
    """
    demander_d_office()
    return envoyer_les_courriers()
