"""Mise en forme des valeurs JSON d'une remontée."""

import datetime

from django import template
from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from markdown_it import MarkdownIt

from ..periodes import Semestre

register = template.Library()

# Rien d'autre que paragraphes, listes, gras et italique ; le HTML saisi est montré, pas interprété.
TEXTE_STRUCTURE = MarkdownIt("zero", {"html": False, "breaks": True}).enable(
    ["list", "emphasis", "newline", "escape"]
)


@register.filter
def jour(date):
    """Écrit une date, ou sa forme ISO, en toutes lettres : « 1er mars 2019 »."""
    if isinstance(date, str):
        date = datetime.date.fromisoformat(date)
    return f"{'1er' if date.day == 1 else date.day} {date_format(date, 'F Y')}"


@register.filter
def instant(iso):
    """Écrit un instant ISO à l'heure de Paris : « 15 mars 2019 à 14:32 »."""
    moment = timezone.localtime(datetime.datetime.fromisoformat(iso))
    return date_format(moment, "j F Y à H:i")


@register.filter
def semestre(code):
    """Écrit un semestre de la base : « 2019-s2 » donne « 2d semestre 2019 »."""
    return Semestre.lire(code).libelle


@register.filter
def structure(texte):
    """Met en forme un texte structuré : paragraphes, listes (« - »), gras (« **mot** »)."""
    # Le moteur n'admet aucun HTML de l'auteur : il l'échappe.
    return mark_safe(TEXTE_STRUCTURE.render(texte or ""))  # nosec B308 B703


@register.filter
def libelle(objet, champ):
    """Donne le libellé d'un champ d'un objet, avec une majuscule."""
    return capfirst(objet._meta.get_field(champ).verbose_name)


@register.filter
def nombre(valeur):
    """Écrit un nombre à la française (« 1 234,5 »), ou « non renseigné » pour None."""
    return "non renseigné" if valeur is None else floatformat(valeur, "-2g")


@register.simple_tag
def adresse(remontee, page="", *suite):
    """Donne l'adresse d'une page d'une remontée (voir `Remontee.adresse`)."""
    return remontee.adresse(page, *suite)
