"""Les commandes du portail, lancées à part sur la base du banc."""

import os
import subprocess
import sys
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


@contextmanager
def lancer(*commande, sauf=(), **environnement):
    """Lance Python sur la base du test, sans les variables `sauf` ; l'arrête à la sortie."""
    base = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    herite = {nom: valeur for nom, valeur in os.environ.items() if nom not in sauf}
    processus = subprocess.Popen(
        [sys.executable, *commande],
        cwd=settings.BASE_DIR,
        env=herite | environnement | {"DATABASE_URL": base},
    )
    try:
        yield processus
    finally:
        processus.terminate()
        processus.wait(timeout=60)
