"""Dépôt d'un fichier de comptes."""

from django import forms

from quartiers.forms import DepotForm

from ..lecture import lire


class DepotDeComptesForm(DepotForm):
    lire = staticmethod(lire)

    fichier = forms.FileField(
        label="Fichier de comptes",
        help_text="CSV, aux colonnes du modèle.",
        error_messages={"empty": "Le fichier est vide.", "required": "Choisissez un fichier."},
    )
