"""`qcluster` : celui de django-q2, avec deux files et une horloge qui ne se dérègle pas."""

import ctypes
import logging
import os
import signal
from datetime import timedelta
from multiprocessing.connection import wait

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError, connections
from django.utils import timezone
from django_q.brokers import get_broker
from django_q.cluster import Cluster
from django_q.models import OrmQ
from django_q.tasks import async_task

journal = logging.getLogger(__name__)

PR_SET_PDEATHSIG = 1
# Une tâche prise est rendue au bout de `retry` secondes si elle n'est pas finie.
RETOUR = timedelta(seconds=settings.Q_CLUSTER["retry"])


class Command(BaseCommand):
    """Une équipe par file, pour qu'un courriel n'attende jamais derrière un recueil.

    Ce qui revient chaque minute se compte ici, et non à une heure écrite dans la base : l'horloge
    peut sauter. L'arrêt demandé laisse finir les tâches ; une mort les emporte toutes.
    """

    help = "Exécute les tâches de fond, jusqu’à ce qu’on l’arrête."

    def handle(self, **options):
        os.register_at_fork(after_in_child=_mourir_avec_son_parent)
        connections.close_all()
        equipes = [Cluster(get_broker(file)) for file in settings.FILES]
        try:
            _au_signal_d_arret(signal.default_int_handler)
            for equipe in equipes:
                equipe.start()
            self.veiller([equipe.sentinel.sentinel for equipe in equipes])
        except KeyboardInterrupt:
            pass
        finally:
            # Un second signal n'attend plus les tâches.
            _au_signal_d_arret(signal.SIG_DFL)
            for equipe in equipes:
                equipe.stop()

    def veiller(self, equipes):
        """Met en file, chaque minute, ce qui revient ; lève CommandError si une équipe meurt."""
        while True:
            try:
                passer_la_minute()
            except DatabaseError as erreur:
                journal.warning("La base ne répond pas : %s", erreur)
            if wait(equipes, timeout=60):
                raise CommandError("Une équipe s’est arrêtée : relancez les tâches de fond.")


def passer_la_minute():
    """Met en file ce qui revient chaque minute, et y rend ce qu'une horloge déréglée a retenu."""
    maintenant = timezone.now()
    OrmQ.objects.filter(lock__gt=maintenant + RETOUR).update(lock=maintenant)
    for tache, file in settings.CHAQUE_MINUTE.items():
        async_task(tache, cluster=file)


def _au_signal_d_arret(geste):
    for signal_d_arret in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signal_d_arret, geste)


def _mourir_avec_son_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
