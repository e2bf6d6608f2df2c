"""Ce que Django appelle pour envoyer un courriel (`EMAIL_BACKEND`) : la file, dans la base."""

from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django_q.tasks import async_task

from .models import Courriel


class EnFile(BaseEmailBackend):
    """Écrit les courriels, et la tâche qui les achemine, dans la transaction de l'appelant."""

    @transaction.atomic
    def send_messages(self, email_messages):
        Courriel.objects.mettre_en_file(email_messages)
        async_task("courriels.taches.acheminer", cluster="rapide")
        return len(email_messages)
