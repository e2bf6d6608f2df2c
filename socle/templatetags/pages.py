"""Ce que toutes les pages ont de pareil."""

import functools

from django import template
from django.template.loader import render_to_string

register = template.Library()


@register.simple_tag
@functools.cache
def une_fois(gabarit, **contexte):
    """Écrit un gabarit qui ne sait de la page que ce `contexte` ; le même, une fois par processus.

    Usage : `{% une_fois "config/marque.html" connecte=user.is_authenticated %}`.
    """
    return render_to_string(gabarit, contexte)
