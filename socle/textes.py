"""Les textes longs : partout la même borne, pour qu'aucun n'arrête le portail qui l'imprime.

Elle laisse le triple du plus long récit attendu : cinq pages, écrites en un seul texte, ont 20 000
caractères et 250 lignes.
"""

from itertools import groupby
from unicodedata import category

from django.core.exceptions import ValidationError
from django.db import models

LONGUEUR_MAXIMALE = 60_000
LIGNES_MAXIMALES = 750
# Étoiles et soulignés, qui marquent le gras et l'italique : emboîtés, ils coûtent leur carré.
MARQUES, MARQUES_MAXIMALES = "*_", 750
# Accents et signes invisibles d'une même lettre ; le moteur de texte y passe aussi leur carré.
NATURES_EMPILEES, PILE_MAXIMALE = {"Mn", "Me", "Cf"}, 20


def valider_texte(texte):
    """Lève ValidationError si un texte est trop long, a trop de lignes, de marques, d'accents."""
    mesures = (
        (len, LONGUEUR_MAXIMALE, "caractères"),
        (_lignes, LIGNES_MAXIMALES, "lignes ou points de liste"),
        (_marques, MARQUES_MAXIMALES, "marques de mise en forme (* ou _)"),
        (_pile, PILE_MAXIMALE, "accents ou signes invisibles à la suite"),
    )
    for mesurer, maximum, quoi in mesures:
        if (nombre := mesurer(texte)) > maximum:
            raise ValidationError(
                f"Ce texte a {nombre} {quoi}, pour {maximum} au plus : raccourcissez-le."
            )


def _lignes(texte):
    return sum(map(bool, texte.splitlines()))


def _marques(texte):
    return sum(map(texte.count, MARQUES))


def _pile(texte):
    piles = groupby(texte, lambda signe: category(signe) in NATURES_EMPILEES)
    return max((len(list(pile)) for empiles, pile in piles if empiles), default=0)


class TexteField(models.TextField):
    """Texte long, borné. Rien ne change dans la base : un texte d'avant la borne s'ouvre encore."""

    default_validators = [valider_texte]

    def formfield(self, **kwargs):
        # Refusé dès le champ, un texte trop long n'est ni posé sur l'objet, ni mis en page.
        return super().formfield(**{"validators": [valider_texte]} | kwargs)

    def deconstruct(self):
        nom, _, arguments, options = super().deconstruct()
        return nom, "django.db.models.TextField", arguments, options
