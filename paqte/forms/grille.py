"""Dépôt d'une grille de résultats remplie."""

from socle.champs import FichierField
from socle.forms.imports import DepotForm

from ..grille import MODELE
from ..resources import verifier_semestre


class DepotDeGrilleForm(DepotForm):
    """Dépôt d'une grille remplie pour `bilan`."""

    fichier = FichierField(
        label="Grille remplie",
        help_text="XLSX, ODS ou CSV, aux colonnes de la grille.",
    )

    def __init__(self, *args, bilan, **kwargs):
        super().__init__(*args, **kwargs)
        self.bilan = bilan

    def lire_liste(self, octets, nom):
        """Rend la `Liste` ; un fichier d'un autre semestre se refuse une fois pour toutes."""
        liste = MODELE.lire_liste(octets, nom)
        verifier_semestre(liste, self.bilan)
        return liste
