"""Les mots de la circulaire, là où une page demande ce qu'elle demande (fixtures/aide.csv)."""

import functools
from itertools import groupby

from django import template

from socle.fixtures import lire_fixture

register = template.Library()


@functools.cache
def citations():
    """Rend {section d'un formulaire: [ligne du fichier]}."""
    return {
        section: list(lignes)
        for section, lignes in groupby(lire_fixture("aide"), key=lambda ligne: ligne["section"])
    }


@register.inclusion_tag("composants/circulaire.html", takes_context=True)
def circulaire(context, section):
    """Montre ce que la circulaire dit d'une section, et y mène ; rien si elle n'en dit rien."""
    return {
        "citations": citations().get(section, ()),
        "adresse_circulaire": context.get("adresse_circulaire"),
    }
