"""Dépôt d'un tableau de contrats de ville."""

from socle.champs import FichierField
from socle.forms.imports import DepotForm

from ..lecture import MODELE


class DepotDeContratsForm(DepotForm):
    lire_liste = staticmethod(MODELE.lire_liste)

    fichier = FichierField(
        label="Tableau des contrats de ville",
        help_text="XLSX, XLS, ODS ou CSV, une ligne par contrat.",
    )
