"""Écrire et lire en français une date, un nombre, un texte : partout de la même façon."""

import datetime
import re

from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.text import capfirst

from .recherche import sans_accents

UN_MILLION = 1_000_000
JOUR_EN_LETTRES = re.compile(r"(?P<jour>[0-9]{1,2})(er)? (?P<mois>[a-z]+) (?P<annee>[0-9]{4})")


def ecrire_jour(date):
    """Écrit une date, ou sa forme ISO, en toutes lettres : « 1er mars 2019 »."""
    if isinstance(date, str):
        date = datetime.date.fromisoformat(date)
    return f"{'1er' if date.day == 1 else date.day} {date_format(date, 'F Y')}"


def lire_jour(texte):
    """Rend la date ainsi écrite : « 30/06/2019 », « 30/06/19 », « 2019-06-30 », « 1er juin 2019 ».

    Lève ValueError pour toute autre forme.
    """
    ecrit = " ".join(sans_accents(texte).split()).removesuffix(" 00:00:00")
    if trouve := JOUR_EN_LETTRES.fullmatch(ecrit):
        mois = [sans_accents(str(nom)) for nom in MONTHS.values()]
        if trouve["mois"] in mois:
            ecrit = f"{trouve['jour']}/{mois.index(trouve['mois']) + 1}/{trouve['annee']}"
    for forme in ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return datetime.datetime.strptime(ecrit, forme).date()
        except ValueError:
            continue
    raise ValueError(f"« {texte} » n’est pas une date.")


def ecrire_instant(iso):
    """Écrit un instant ISO à l'heure de Paris : « 15 mars 2019 à 14:32 »."""
    moment = timezone.localtime(datetime.datetime.fromisoformat(iso))
    return f"{ecrire_jour(moment)} à {moment:%H:%M}"


def ecrire_instant_d_avant(iso):
    """L'écrit comme le premier format, qui n'a pas de « 1er » : ses pages se relisent ainsi."""
    moment = timezone.localtime(datetime.datetime.fromisoformat(iso))
    return date_format(moment, "j F Y à H:i")


def ecrire_nombre(valeur):
    """Écrit un nombre à la française (« 1 234,5 »), ou « non renseigné » pour None."""
    return "non renseigné" if valeur is None else floatformat(valeur, "-2g")


def ecrire_mesure(valeur, unite):
    """Écrit un nombre dans son unité, court : « 2,72 M€ » pour de grands montants, « - » sans lui.

    Seuls les euros s'écrivent avec le nombre.
    """
    if valeur is None:
        return "-"
    if unite != "euros":
        return ecrire_nombre(valeur)
    if abs(valeur) < UN_MILLION:
        return f"{ecrire_nombre(valeur)}\u00a0€"
    return f"{floatformat(valeur / UN_MILLION, '2g')}\u00a0M€"


def en_minuscule(nom):
    """Rend un nom qui ouvrait une phrase tel qu'il s'écrit dedans : « protocoles signés »."""
    return nom[:1].lower() + nom[1:]


def finir_la_phrase(texte):
    """Rend un texte saisi, avec un point s'il ne finit par aucun signe."""
    texte = texte.rstrip()
    return texte if texte.endswith((".", "!", "?", "…", ":", ";")) else f"{texte}."


def ouvrir_la_phrase(texte):
    """Rend un texte saisi sans le point qui le finit : la phrase qui le cite continue."""
    texte = texte.rstrip()
    return texte if texte.endswith("..") else texte.removesuffix(".")


def nommer_champ(objet, champ):
    """Donne le libellé d'un champ d'un objet, avec une majuscule."""
    return capfirst(objet._meta.get_field(champ).verbose_name)


def accorder(valeur, suffixes="s"):
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


def compter(nombre, nom):
    """Écrit un nombre et ce qu'il compte, chaque mot accordé : « 2 lignes refusées »."""
    return f"{ecrire_nombre(nombre)} {' '.join(mot + accorder(nombre) for mot in nom.split())}"
