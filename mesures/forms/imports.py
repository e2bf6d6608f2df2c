"""Dépôt d'un fichier de valeurs."""

from socle.champs import FichierField
from socle.forms.imports import DepotForm

from ..lecture import lire_valeurs


class DepotDeValeursForm(DepotForm):
    lire_liste = staticmethod(lire_valeurs)

    fichier = FichierField(
        label="Fichier de valeurs",
        help_text="CSV, XLSX ou ODS, aux colonnes du modèle.",
    )
