"""Dépôt d'une grille de résultats remplie."""

from quartiers.champs import FichierField
from quartiers.forms import DepotForm

from ..grille import MODELE


class DepotDeGrilleForm(DepotForm):
    lire = staticmethod(MODELE.lire)

    fichier = FichierField(
        label="Grille remplie",
        help_text="XLSX, ODS ou CSV, aux colonnes de la grille.",
    )
