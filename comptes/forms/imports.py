"""Dépôt d'un fichier de comptes."""

from socle.champs import FichierField
from socle.forms.imports import DepotForm

from ..lecture import lire_comptes


class DepotDeComptesForm(DepotForm):
    lire_liste = staticmethod(lire_comptes)

    fichier = FichierField(
        label="Fichier de comptes",
        help_text="XLSX, ODS ou CSV, aux colonnes du modèle.",
    )
