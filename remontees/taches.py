"""Les tâches de fond des courriels, que `qcluster` lance à intervalle régulier."""

from mailer.engine import send_all
from mailer.models import Message

from .models import Transmission


def acheminer():
    """Envoie les courriels en file, et note ce qu'il en est sur les versions transmises."""
    send_all()
    Transmission.objects.noter_les_envois()


def reessayer():
    """Remet en file les courriels qu'un serveur en panne a refusés."""
    Message.objects.retry_deferred()
