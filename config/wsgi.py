"""Application WSGI, servie par gunicorn."""

import atexit
import gc
import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import connections

from socle.controles import SANS_BASE, SECRET_FAIBLE, sans_base, secret_faible

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

if secret_faible():
    raise ImproperlyConfigured(SECRET_FAIBLE)
if sans_base():
    raise ImproperlyConfigured(SANS_BASE)

application = get_wsgi_application()
# Ce que Django a chargé reste : le ramasse-miettes n'a plus à le reparcourir, ni à passer des
# centaines de fois par page.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 10, 10)
# SQLite ne vide son journal dans la base qu'à la fermeture : qui la copie ensuite l'a entière.
atexit.register(connections.close_all)
