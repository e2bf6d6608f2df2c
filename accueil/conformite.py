"""La conformité au RGAA, lue dans la grille d'audit que tient docs/rgaa.md."""

import functools
import re
from dataclasses import dataclass

from .guides import DOSSIER

LIGNE = re.compile(r"\| (\d+\.\d+) \| (.+?) \| (C|NC|NA) \| (.*?) \|")
ETATS = {"C": "Conforme", "NC": "Non conforme", "NA": "Non applicable"}


@dataclass(frozen=True)
class Critere:
    """Un critère du RGAA 4.1 : son numéro, sa question, son état (C, NC, NA), ce qui l'établit."""

    numero: str
    question: str
    etat: str
    preuve: str

    @property
    def libelle_etat(self):
        return ETATS[self.etat]


@dataclass(frozen=True)
class Conformite:
    """La grille entière, et son taux."""

    criteres: tuple

    def compter(self, etat):
        return sum(critere.etat == etat for critere in self.criteres)

    @property
    def conformes(self):
        return self.compter("C")

    @property
    def applicables(self):
        return self.conformes + self.compter("NC")

    @property
    def taux(self):
        """Part des critères applicables qui sont respectés, en pour cent, arrondie en dessous."""
        return 100 * self.conformes // self.applicables

    @property
    def non_conformes(self):
        return [critere for critere in self.criteres if critere.etat == "NC"]


@functools.cache
def conformite():
    """Rend la `Conformite` que dit docs/rgaa.md."""
    grille = (DOSSIER / "rgaa.md").read_text(encoding="utf-8")
    return Conformite(tuple(Critere(*ligne) for ligne in LIGNE.findall(grille)))
