"""Les comptes de démonstration, montrés à qui peut s'en servir."""

from django import template

from ..visite import comptes

register = template.Library()


@register.simple_tag
def comptes_de_demonstration():
    """Rend les comptes de démonstration encore ouverts, et ce que chacun peut faire."""
    return comptes()
