"""Ce qu'un navigateur renvoie d'une page sans que la personne l'écrive."""

import re

from django.forms import BaseForm, BaseFormSet
from django_filters import FilterSet

CACHE = r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?'


def caches(page):
    """Rend {nom: valeur} des champs cachés d'une page, ce que l'auteur a lu compris."""
    return dict(re.findall(CACHE, page.text))


def rempli(client, adresse, **champs):
    """Rend ce qu'enverrait un navigateur : les champs de la page, puis ceux qu'on a changés."""
    return rempli_de(client.get(adresse), **champs)


def rempli_de(page, **champs):
    """Comme `rempli`, pour une page déjà reçue."""
    valeurs = {champ.html_name: champ.value() for champ in page.context["form"]}
    return {nom: v for nom, v in valeurs.items() if v not in (None, "")} | champs


def formulaires_de(page):
    """Donne chaque formulaire que la page a reçu, filtre compris, un jeu par ses lignes."""
    valeurs = [v for contexte in page.context or () for d in contexte.dicts for v in d.values()]
    for valeur in {id(valeur): valeur for valeur in valeurs}.values():
        if isinstance(valeur, dict) and "form" in valeur:
            yield valeur["form"]
        elif isinstance(valeur, BaseForm):
            yield valeur
        elif isinstance(valeur, BaseFormSet):
            yield from (valeur.management_form, *valeur)
        elif isinstance(valeur, FilterSet):
            yield valeur.form
