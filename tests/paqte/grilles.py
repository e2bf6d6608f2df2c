"""Une grille de résultats remplie."""

import tablib


def remplie(bilan, la_convention, /, **champs):
    """Une grille d'une ligne, en CSV."""
    ligne = {
        "semestre": bilan.periode,
        "convention": la_convention.pk,
        "indicateur": "recrutements-qpv",
        "resultat": "1",
    } | champs
    return tablib.Dataset(list(ligne.values()), headers=list(ligne)).export("csv").encode()
