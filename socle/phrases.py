"""Bâtir des phrases françaises par règle : un modèle par cas, écrit en entier, en données.

`fixtures/phrases.csv` dit, de chaque fait, ce qui s'écrit quand il n'y en a aucun, un, plusieurs ;
un cas vide ne dit rien. « {n} » est le nombre en chiffres, « {n:m} » et « {n:f} » en lettres,
accordé (« {n:M} », « {n:F} » en tête de phrase), « {noms} » ce qu'il compte. Une ligne dont la clé
finit par « .part » écrit le morceau « {part} » d'une autre ; par « .part.tout », quand la part est
le tout.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from .fixtures import lire_fixture
from .francais import ecrire_nombre

EN_LETTRES = ["aucun", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"]
EN_LETTRES += ["dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"]
FEMININS = {"aucun": "aucune", "un": "une"}
# Au-delà, une énumération ne se lit plus : « A, B et quatre autres ».
NOMS_AU_PLUS = 8


@dataclass(frozen=True)
class Fait:
    """Un nombre de choses, leurs `noms`, les `liens` [(texte, adresse)] vers leurs lignes.

    `parts` compte, parmi elles, des choses dont la phrase dit un mot ; `valeurs` sont les autres
    mots de son modèle.
    """

    cle: str
    nombre: int
    noms: tuple[str, ...] = ()
    liens: tuple[tuple[str, str], ...] = ()
    parts: Mapping[str, int | None] = field(default_factory=dict)
    valeurs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Phrase:
    """Une phrase bâtie d'un fait, pour le texte `champ`."""

    cle: str
    champ: str
    texte: str
    liens: tuple[tuple[str, str], ...]

    @property
    def empreinte(self):
        """Ce qui change quand la phrase change."""
        return hashlib.sha256(self.texte.encode()).hexdigest()[:12]


class _Nombre(int):
    def __format__(self, forme):
        if not forme:
            return ecrire_nombre(int(self))
        ecrit = EN_LETTRES[self] if self < len(EN_LETTRES) else ecrire_nombre(int(self))
        ecrit = FEMININS.get(ecrit, ecrit) if forme.lower() == "f" else ecrit
        return ecrit.capitalize() if forme.isupper() else ecrit


def rediger(genre, faits):
    """Rend les `Phrase` que ces faits donnent aux textes d'une remontée de ce genre."""
    modeles = _modeles(genre)
    phrases = []
    for fait in faits:
        modele = modeles[fait.cle]
        parts = {nom: _morceau(modeles, fait, nom, nombre) for nom, nombre in fait.parts.items()}
        mots = {**fait.valeurs, **parts, "noms": enumerer(fait.noms)}
        if texte := _ecrire(modele, fait.nombre, mots):
            phrases.append(Phrase(fait.cle, modele["champ"], texte, fait.liens))
    return phrases


def enumerer(noms, au_plus=NOMS_AU_PLUS):
    """Écrit « A, B et C » ; une longue liste finit par « et dix autres »."""
    noms = list(noms)
    if len(noms) > au_plus:
        reste = len(noms) - au_plus + 1
        noms[au_plus - 1 :] = [f"{_Nombre(reste):m} autres"]
    *debut, fin = noms or [""]
    return f"{', '.join(debut)} et {fin}" if debut else fin


@cache
def _modeles(genre):
    lignes = lire_fixture("phrases")
    return {ligne["cle"]: ligne for ligne in lignes if ligne["genre"] == genre}


def _morceau(modeles, fait, nom, nombre):
    if nombre is None:
        return ""
    tout = "tout" if nombre == fait.nombre else ""
    modele = modeles.get(f"{fait.cle}.{nom}.{tout}") or modeles[f"{fait.cle}.{nom}"]
    return _ecrire(modele, nombre, {})


def _ecrire(modele, nombre, mots):
    cas = "aucun" if nombre == 0 else "un" if nombre == 1 else "plusieurs"
    ecrit = modele[cas].format(n=_Nombre(nombre), **mots)
    # « … avec Dupont S.A. » n'a qu'un point.
    return ecrit.removesuffix(".") if ecrit.endswith("..") else ecrit
