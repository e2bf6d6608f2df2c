"""Nettoyer un texte, une fois, à la porte : ce qu'un tableur ou Word y laisse sans le montrer."""

import re
from functools import cache
from itertools import chain

from .fixtures import lire_fixture

# Les octets 80 à 9F, pris pour de l'Unicode, sont du Windows-1252 : « C\x9cur » est « Cœur ».
WINDOWS = {octet: bytes([octet]).decode("cp1252", "ignore") for octet in range(0x80, 0xA0)}
# Les puces des polices de symboles de Word, qu'aucune police de texte ne dessine.
PUCES = dict.fromkeys((0xF0A7, 0xF0A8, 0xF0B7, 0xF0D8, 0xF0FC, 0xF06C, 0xF06E, 0xF071, 0xF076), "•")
FLECHES = dict.fromkeys((0xF0E0, 0xF0E8), "→")
SAUTS = dict.fromkeys((0x0B, 0x0C, 0x2028, 0x2029), "\n")
# Ce qui ne se voit pas : contrôle, largeur nulle, sens d'écriture forcé.
INVISIBLES = dict.fromkeys(
    (
        *(*range(0x09), *range(0x0E, 0x20), 0x7F),
        *(*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF),
    )
)
TABLE = WINDOWS | PUCES | FLECHES | SAUTS | INVISIBLES
FIN_DE_LIGNE = re.compile(r"\r\n?")


def nettoyer(texte):
    """Rend `texte` sans caractères cachés, ses accents, puces et fins de ligne réparés."""
    return FIN_DE_LIGNE.sub("\n", texte).translate(TABLE)


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
