"""La tâche de fond des courriels, lancée par chaque courriel écrit, et chaque minute."""

from django.conf import settings
from django.core.mail import get_connection

from .models import Courriel

# Un serveur muet fait attendre dix secondes : au troisième échec, on repassera.
ECHECS_DE_SUITE = 3


def acheminer():
    """Essaie les courriels dont l'heure est venue, par une seule connexion ; rend ceux partis."""
    connexion = get_connection(settings.COURRIEL_BACKEND)
    partis = echecs = 0
    for courriel in Courriel.objects.dus():
        if echecs == ECHECS_DE_SUITE:
            break
        if not courriel.prendre():
            continue
        if courriel.essayer(connexion):
            partis, echecs = partis + 1, 0
        else:
            echecs += 1
    connexion.close()
    return partis
