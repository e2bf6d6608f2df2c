"""Ce qu'un navigateur renvoie d'une page sans que la personne l'écrive."""

import re


def caches(page):
    """Rend {nom: valeur} des champs cachés d'une page, ce que l'auteur a lu compris."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
