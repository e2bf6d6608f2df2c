"""L'accord du français, pour tous les gabarits (voir `TEMPLATES` dans les réglages)."""

from django import template

register = template.Library()


@register.filter
def pluralize(valeur, suffixes="s"):
    """Rend la marque du pluriel à partir de deux : zéro et « 1,5 » restent au singulier.

    `valeur` est un nombre, écrit ou non, ou une liste ; sans elle, c'est le singulier. `suffixes`
    est « s », ou « singulier,pluriel ».
    """
    singulier, _, pluriel = suffixes.rpartition(",")
    try:
        nombre = float(valeur)
    except (TypeError, ValueError):
        nombre = len(valeur or "")
    return pluriel if nombre >= 2 else singulier
