#!/usr/bin/env python
"""Point d'entrée des commandes Django."""

import os
import sys
from importlib import import_module

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # Django tait une erreur des réglages et en montre une autre : celle-ci se dit d'abord.
    import_module(os.environ["DJANGO_SETTINGS_MODULE"])
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
