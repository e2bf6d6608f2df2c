#!/usr/bin/env python
"""Point d'entrée des commandes Django ; ce qui leur manque se dit en une phrase."""

import os
import sys
from importlib import import_module

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

from socle.controles import SANS_BASE

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        # Django tait une erreur des réglages et en montre une autre : celle-ci se dit d'abord.
        import_module(os.environ["DJANGO_SETTINGS_MODULE"])
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as erreur:
        sys.exit(SANS_BASE if "settings.DATABASES" in str(erreur) else str(erreur))
    except OperationalError as erreur:
        sys.exit(f"La base ne répond pas, ou n'est pas prête (manage.py installer) : {erreur}")
