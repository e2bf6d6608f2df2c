"""Nettoyer un texte, une fois, à la porte : ce qu'un tableur ou Word y laisse sans le montrer."""

import re
from functools import cache
from itertools import chain
from unicodedata import category

from django.core.exceptions import ValidationError

from .fixtures import lire_fixture

# Les octets 80 à 9F, pris pour de l'Unicode, sont du Windows-1252 : « C\x9cur » est « Cœur ».
WINDOWS = {octet: bytes([octet]).decode("cp1252", "ignore") for octet in range(0x80, 0xA0)}
# Les puces des polices de symboles de Word, qu'aucune police de texte ne dessine.
PUCES = dict.fromkeys((0xF0A7, 0xF0A8, 0xF0B7, 0xF0D8, 0xF0FC, 0xF06C, 0xF06E, 0xF071, 0xF076), "•")
FLECHES = dict.fromkeys((0xF0E0, 0xF0E8), "→")
SAUTS = dict.fromkeys((0x0B, 0x0C, 0x2028, 0x2029), "\n")
# Ce qui ne se voit pas : contrôle, largeur nulle, sens d'écriture forcé (ce qu'Unicode range sous
# « Cf »), et les blancs qu'il range parmi les lettres.
BLANCS_CACHES = (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0)
BASE_ET_ETIQUETTES = chain(range(0x10000), range(0xE0000, 0xE0080))
INVISIBLES = dict.fromkeys(
    (
        *(*range(0x09), *range(0x0E, 0x20), 0x7F, *BLANCS_CACHES),
        *(code for code in BASE_ET_ETIQUETTES if category(chr(code)) == "Cf"),
    )
)
TABLE = WINDOWS | PUCES | FLECHES | SAUTS | INVISIBLES
FIN_DE_LIGNE = re.compile(r"\r\n?")
# Une liste collée de Word : sa puce, puis un blanc. Un tiret, lui, se met en forme.
PUCE_DE_WORD = re.compile(r"^[ \t]{0,8}(?:[•▪◦][ \t\u00a0]+|o\t+)", re.MULTILINE)


def nettoyer(texte):
    """Rend `texte` sans caractères cachés, ses accents, puces et fins de ligne réparés."""
    if texte.isascii() and texte.isprintable():
        return texte
    return PUCE_DE_WORD.sub("- ", FIN_DE_LIGNE.sub("\n", texte).translate(TABLE))


@cache
def _imprimables():
    """Rend les codes des caractères que dessinent les polices du PDF, Marianne et DejaVu Sans."""
    plages = (
        range(int(plage["debut"], 16), int(plage["fin"], 16) + 1)
        for plage in lire_fixture("imprimables")
    )
    return frozenset(chain.from_iterable(plages))


def non_imprimables(texte):
    """Rend les caractères de `texte` dont le PDF ferait une case noire, chacun une fois."""
    return [
        caractere
        for caractere in dict.fromkeys(texte)
        if not caractere.isspace() and ord(caractere) not in _imprimables()
    ]


def verifier_imprimable(texte):
    """Lève ValidationError si le PDF ne peut pas imprimer tout ce texte."""
    if inconnus := non_imprimables(texte):
        raise ValidationError(
            f"Le PDF ne peut pas imprimer « {' '.join(inconnus)} » : retirez ces caractères, ou "
            "écrivez-les autrement."
        )
