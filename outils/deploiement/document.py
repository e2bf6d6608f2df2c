"""Les blocs de commandes de docs/deploiement.md, dans l'ordre, chacun avec son étiquette."""

import re
from dataclasses import dataclass

ETIQUETTES = {"à remplir", "joué", "joué réseau", "montré"}


@dataclass(frozen=True)
class Bloc:
    """Un bloc « sh » : sa section, son étiquette, ses commandes, et la ligne où il commence."""

    section: str
    etiquette: str
    texte: str
    ligne: int

    @property
    def est_joue(self):
        return self.etiquette != "montré"

    @property
    def sort_sur_le_reseau(self):
        return self.etiquette == "joué réseau"


def lire_blocs(document):
    """Rend les `Bloc` du document (texte). Lève ValueError sur une étiquette inconnue."""
    blocs, section, debut, etiquette = [], "", 0, None
    lignes = document.splitlines()
    for numero, ligne in enumerate(lignes, start=1):
        if etiquette is not None:
            if ligne == "```":
                texte = "\n".join(lignes[debut : numero - 1])
                blocs.append(Bloc(section, etiquette, texte, debut + 1))
                etiquette = None
        elif titre := re.match(r"##+ (.*)", ligne):
            section = titre[1]
        elif ligne.startswith("```"):
            langue, _, etiquette = ligne[3:].partition(" ")
            if langue != "sh" or etiquette not in ETIQUETTES:
                raise ValueError(f"Ligne {numero} : bloc « {ligne[3:]} » sans étiquette connue.")
            debut = numero
    return blocs
