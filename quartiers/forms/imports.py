"""Formulaire de l'import d'une liste de QPV."""

from socle.champs import FichierField
from socle.forms.imports import DepotForm
from socle.imports.lecture import TAILLE_MAXIMALE

from ..lecture import lire_quartiers


class DepotDeQuartiersForm(DepotForm):
    lire_liste = staticmethod(lire_quartiers)

    fichier = FichierField(
        label="Liste officielle de QPV ou table de l’INSEE",
        help_text=f"XLSX, XLS, ODS, CSV ou GeoJSON, {TAILLE_MAXIMALE // 1024**2} Mo au plus.",
    )
