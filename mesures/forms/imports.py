"""Dépôt d'un fichier de valeurs."""

from quartiers.champs import FichierField
from quartiers.forms.imports import DepotForm

from ..lecture import lire


class DepotDeValeursForm(DepotForm):
    lire = staticmethod(lire)

    fichier = FichierField(
        label="Fichier de valeurs",
        help_text="CSV, XLSX ou ODS, aux colonnes du modèle.",
    )
