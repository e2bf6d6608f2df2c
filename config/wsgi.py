"""Application WSGI, servie par gunicorn."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

if not (settings.DEBUG or os.environ.get("SECRET_KEY")):
    raise ImproperlyConfigured(
        "SECRET_KEY n'est pas réglée. Donnez une clé secrète dans l'environnement "
        "(ou DEBUG=1 sur un poste de développement)."
    )

application = get_wsgi_application()
