"""Ce qui est refusé d’une liste."""

from quartiers import imports
from quartiers.lecture import lire_quartiers


def refus_de(texte):
    apercu = imports.analyser_quartiers(lire_quartiers(texte.encode(), "liste.csv"))
    return [(refus.ligne, refus.colonne, refus.motif) for refus in apercu.refus]
