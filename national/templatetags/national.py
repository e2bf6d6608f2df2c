"""La carte et sa liste, que cent départements rendent longues à écrire."""

from django import template
from django.core.cache import cache
from django.template.loader import render_to_string

from socle.typographie import sans_indentation

register = template.Library()


@register.simple_tag
def ecrire_carte(gabarit, carte):
    """Écrit ce que ce `gabarit` montre d'une carte (`carte.legender`).

    La même ne s'écrit qu'une fois : c'était le quart du temps du tableau national.
    """
    return cache.get_or_set(
        f"{gabarit}-{carte['cle']}",
        lambda: sans_indentation(render_to_string(gabarit, {"carte": carte}), saisi=False),
    )
