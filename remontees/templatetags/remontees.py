"""Les périodes et les adresses des remontées, pour les gabarits."""

from django import template
from django.utils.text import capfirst

from ..periodes import Semestre

register = template.Library()


@register.filter
def semestre(code):
    """Écrit un semestre de la base : « 2019-s2 » donne « 2d semestre 2019 »."""
    return Semestre.lire(code).libelle


@register.filter
def partie(remontee, cle):
    """Donne le libellé d'une partie d'une remontée, avec une majuscule."""
    return capfirst(remontee.libelle_de_la_partie(cle))


@register.simple_tag
def adresse(remontee, page="", *suite):
    """Donne l'adresse d'une page d'une remontée (voir `Remontee.adresse`)."""
    return remontee.adresse(page, *suite)
