"""Une adresse à visiter pour chaque motif du portail, que l'objet existe ou non."""

import re

from django.urls import URLResolver

# Un argument plausible par nom de convertisseur ; l'objet n'existe pas toujours : la page
# « introuvable » doit porter les mêmes en-têtes.
ARGUMENTS = {
    "int": "1",
    "str": "59",
    "slug": "59",
    "path": "1",
    "annee": "2019",
    "semestre": "2019-s1",
    "code": "1.a",
}


def chemins(resolveur, prefixe="/"):
    """Donne une adresse à visiter par motif du portail."""
    for motif in resolveur.url_patterns:
        chemin = prefixe + str(motif.pattern).lstrip("^")
        if isinstance(motif, URLResolver):
            yield from chemins(motif, chemin)
        else:
            yield chemin


def remplir(chemin):
    """Remplace les arguments d'un motif par une valeur plausible."""
    # Les quelques motifs de l'administration écrits en expressions rationnelles.
    chemin = re.sub(r"\(\?P<\w+>.*\)", "comptes", chemin)
    chemin = re.sub(r"<(?:(\w+):)?\w+>", lambda m: ARGUMENTS[m[1] or "str"], chemin)
    return chemin.replace("\\", "").rstrip("$")
