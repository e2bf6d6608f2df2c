"""Ce qu'un navigateur renvoie d'une page sans que la personne l'écrive."""

import re


def caches(page):
    """Rend {nom: valeur} des champs cachés d'une page, ce que l'auteur a lu compris."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))


def rempli(client, adresse, **champs):
    """Rend ce qu'enverrait un navigateur : les champs de la page, puis ceux qu'on a changés."""
    return rempli_de(client.get(adresse), **champs)


def rempli_de(page, **champs):
    """Comme `rempli`, pour une page déjà reçue."""
    valeurs = {champ.html_name: champ.value() for champ in page.context["form"]}
    return {nom: v for nom, v in valeurs.items() if v not in (None, "")} | champs
