"""Les comptes de démonstration, montrés à qui peut s'en servir."""

from django import template

from ..visite import comptes

register = template.Library()


@register.inclusion_tag("donnees/_comptes_de_demonstration.html")
def comptes_de_demonstration():
    """Montre les comptes de démonstration encore ouverts, et ce que chacun peut faire."""
    return {"comptes": comptes()}
