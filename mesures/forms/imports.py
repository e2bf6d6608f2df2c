"""Dépôt d'un fichier de valeurs."""

from django import forms

from quartiers.forms import DepotForm

from ..lecture import lire


class DepotDeValeursForm(DepotForm):
    lire = staticmethod(lire)

    fichier = forms.FileField(
        label="Fichier de valeurs",
        help_text="CSV, XLSX ou ODS, aux colonnes du modèle.",
        error_messages={"empty": "Le fichier est vide.", "required": "Choisissez un fichier."},
    )
