"""Ce que toutes les pages ont de pareil."""

import functools

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from ..typographie import proteger_html

register = template.Library()


@register.simple_tag
def une_fois(gabarit, **contexte):
    """Écrit un gabarit qui ne sait de la page que ce `contexte` ; le même, une fois par processus.

    Usage : `{% une_fois "config/marque.html" connecte=user.is_authenticated %}`.
    """
    return ecrire(gabarit, settings.TYPOGRAPHIE, **contexte)


@functools.cache
def ecrire(gabarit, typographie, **contexte):
    """Rend ce gabarit, avec ses espaces insécables si `typographie` : rien n'y revient ensuite."""
    # Un gabarit l'a échappé.
    return mark_safe(proteger_html(render_to_string(gabarit, contexte), serree=True))  # nosec B308 B703
