"""`make run` : ce qui arrête le portail arrête aussi son travailleur, au milieu d'une tâche."""

import os
import signal
import socket
import subprocess

import pytest
import requests
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_q.models import OrmQ
from django_q.tasks import async_task

from .processus import attendre, processus_de

# Celui qui tourne n'a ni les réglages des tests, ni leurs fichiers statiques.
ENVIRONNEMENT = {
    nom: valeur
    for nom, valeur in os.environ.items()
    if nom not in {"STATICFILES_BACKEND", "WHITENOISE_AUTOREFRESH"}
}


@pytest.fixture
def portail(ailleurs, tmp_path):
    """Donne de quoi lancer le portail (`outils/demarrer.sh`), qui crée la base du test."""
    ailleurs(f"sqlite:///{tmp_path}/base.sqlite3")
    lances = []

    def lancer():
        with socket.socket() as prise:
            prise.bind(("127.0.0.1", 0))
            port = prise.getsockname()[1]
        lances.append(
            subprocess.Popen(
                ["outils/demarrer.sh"],
                cwd=settings.BASE_DIR,
                env=ENVIRONNEMENT
                | {
                    "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
                    "EMAIL_URL": f"filemail:///{tmp_path}/courriels",
                    "HOTE": "127.0.0.1",
                    "PORT": str(port),
                    "DEMO": "0",
                },
                start_new_session=True,
            )
        )
        # Le premier lancement migre la base et condense les fichiers statiques.
        assert attendre(lambda: repond(port), secondes=300)
        return lances[-1]

    yield lancer
    for lance in lances:
        for vivant in processus_de(lance.pid):
            os.kill(vivant, signal.SIGKILL)
        lance.wait()


def repond(port):
    try:
        return requests.get(f"http://127.0.0.1:{port}/sante/", allow_redirects=False, timeout=10)
    except requests.RequestException:
        return None


def une_tache_est_prise():
    return OrmQ.objects.filter(key="quartiers", lock__gt=timezone.now()).exists()


@pytest.mark.long
def test_dix_arrets_au_milieu_d_une_tache_ne_laissent_aucun_processus(portail):
    # Un terminal envoie Ctrl+C à tout le groupe ; `kill` ne vise que le script.
    arrets = [
        lambda lance: os.killpg(lance.pid, signal.SIGINT),
        lambda lance: lance.send_signal(signal.SIGTERM),
        lambda lance: lance.send_signal(signal.SIGKILL),
    ]
    restes = []
    for rang in range(10):
        lance = portail()
        OrmQ.objects.all().delete()
        async_task("time.sleep", 300)
        assert attendre(une_tache_est_prise)
        arrets[rang % 3](lance)
        lance.wait(timeout=60)
        attendre(lambda lance=lance: not processus_de(lance.pid), secondes=10)
        restes += processus_de(lance.pid)
    assert restes == []
