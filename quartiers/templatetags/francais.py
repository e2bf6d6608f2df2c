"""L'accord du français, pour tous les gabarits (voir `TEMPLATES` dans les réglages)."""

from django import template

register = template.Library()


@register.filter
def pluralize(valeur, suffixes="s"):
    """Rend la marque du pluriel à partir de deux : zéro et « 1,5 » restent au singulier.

    `valeur` est un nombre ou une liste ; `suffixes` est « s », ou « singulier,pluriel ».
    """
    singulier, _, pluriel = suffixes.rpartition(",")
    nombre = len(valeur) if hasattr(valeur, "__len__") else valeur
    return pluriel if nombre >= 2 else singulier
