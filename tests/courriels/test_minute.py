"""Ce qui revient chaque minute : sans date à retenir, et de vraies tâches."""

import time
from importlib import import_module

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone
from django_q.brokers import get_broker
from django_q.models import OrmQ
from django_q.tasks import async_task

from courriels.management.commands.qcluster import passer_la_minute

pytestmark = pytest.mark.django_db


def test_chaque_minute_chaque_tache_va_dans_sa_file():
    passer_la_minute()
    attendues = {(file, tache) for tache, file in settings.CHAQUE_MINUTE.items()}
    assert {(tache.key, tache.func()) for tache in OrmQ.objects.all()} == attendues


@pytest.mark.parametrize(("tache", "file"), settings.CHAQUE_MINUTE.items())
def test_chaque_tache_existe_et_sa_file_est_servie(tache, file):
    module, _, fonction = tache.rpartition(".")
    assert callable(getattr(import_module(module), fonction))
    assert file in settings.FILES


def test_une_tache_ecrite_par_une_horloge_dereglee_est_rendue_a_sa_file():
    with time_machine.travel(time.time() + 365 * 86_400):
        async_task("math.sqrt", 4)
    assert get_broker().queue_size() == 0
    retenue = OrmQ.objects.get()
    passer_la_minute()
    assert OrmQ.objects.get(pk=retenue.pk).lock <= timezone.now()


def test_une_tache_en_cours_n_est_pas_rendue_a_sa_file():
    async_task("time.sleep", 1)
    ((pk, _),) = get_broker().dequeue()
    passer_la_minute()
    assert OrmQ.objects.get(pk=pk).lock > timezone.now()
