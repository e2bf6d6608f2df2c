"""Ce qu'est un fichier lu : une liste de lignes aux colonnes nommées, ou un refus."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

import tablib

from socle.recherche import sans_accents

TAILLE_MAXIMALE = 30 * 1024 * 1024
# Ce que dit une cellule dont la formule n'a jamais été calculée ; aucun tableur ne l'écrit.
SANS_VALEUR = "\ufdd0"


class FichierRefuse(Exception):
    """Le fichier entier n'est pas une liste lisible ; le message dit pourquoi."""


@dataclass
class Liste:
    """Liste lue : ses données, d'où vient chaque ligne et sous quel nom chaque colonne.

    `feuilles` donne la feuille de chaque ligne, vide pour un fichier de texte ; `ecartees` compte
    les lignes laissées de côté, par raison ; `ignorees` nomme les colonnes que rien ne lit.
    """

    nom: str
    sha256: str
    donnees: tablib.Dataset
    numeros: list[int]
    entetes: dict[str, str]
    feuilles: list[str]
    ecartees: Counter[str] = field(default_factory=Counter)
    ignorees: list[str] = field(default_factory=list)

    def place(self, rang):
        """Écrit où est la ligne de ce rang : « 12 », ou « 12 de la feuille « Lille » »."""
        feuille = self.feuilles[rang]
        return f"{self.numeros[rang]}{f' de la feuille « {feuille} »' if feuille else ''}"

    def filtrer(self, garder):
        """Rend la liste des seules lignes, {colonne: texte}, que `garder` retient."""
        rangs = [rang for rang, ligne in enumerate(self.donnees.dict) if garder(ligne)]
        lignes = [self.donnees[rang] for rang in rangs]
        return replace(
            self,
            donnees=tablib.Dataset(*lignes, headers=self.donnees.headers),
            numeros=[self.numeros[rang] for rang in rangs],
            feuilles=[self.feuilles[rang] for rang in rangs],
        )


def normaliser(entete):
    """Rend un en-tête comparable : sans accents, en minuscules, avec des soulignés."""
    return re.sub(r"\W+", "_", sans_accents(entete.replace("°", "o"))).strip("_")
