"""Dépôt d'un tableau de conventions."""

from socle.champs import FichierField
from socle.forms.imports import DepotForm

from ..lecture import lire_conventions


class DepotDeConventionsForm(DepotForm):
    lire_liste = staticmethod(lire_conventions)

    fichier = FichierField(
        label="Tableau des conventions",
        help_text="XLSX, XLS, ODS ou CSV, une ligne par convention.",
    )
