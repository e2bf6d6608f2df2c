"""Mise en forme des valeurs JSON d'une remontée."""

import datetime

from django import template
from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.utils.formats import date_format

register = template.Library()


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
def nombre(valeur):
    """Écrit un nombre à la française (« 1 234,5 »), ou « non renseigné » pour None."""
    return "non renseigné" if valeur is None else floatformat(valeur, "-2g")


@register.simple_tag
def adresse(remontee, page="", *suite):
    """Donne l'adresse d'une page d'une remontée (voir `Remontee.adresse`)."""
    return remontee.adresse(page, *suite)
