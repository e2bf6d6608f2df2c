"""Dépôt d'une grille de résultats remplie."""

from django import forms

from quartiers.forms import DepotForm

from ..grille import MODELE


class DepotDeGrilleForm(DepotForm):
    lire = staticmethod(MODELE.lire)

    fichier = forms.FileField(
        label="Grille remplie",
        help_text="XLSX, ODS ou CSV, aux colonnes de la grille.",
        error_messages={"empty": "Le fichier est vide.", "required": "Choisissez un fichier."},
    )
