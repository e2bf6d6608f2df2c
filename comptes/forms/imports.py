"""Dépôt d'un fichier de comptes."""

from quartiers.champs import FichierField
from quartiers.forms.imports import DepotForm

from ..lecture import lire


class DepotDeComptesForm(DepotForm):
    lire = staticmethod(lire)

    fichier = FichierField(
        label="Fichier de comptes",
        help_text="CSV, aux colonnes du modèle.",
    )
