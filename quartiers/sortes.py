"""Les sortes d'import qui touchent les quartiers : ce que chacune lit, analyse, applique."""

from collections.abc import Callable
from dataclasses import dataclass

from .correspondance import analyser_correspondance, appliquer_correspondance
from .forms.imports import DepotDeCorrespondanceForm, DepotDePruForm, DepotDeQuartiersForm
from .imports import analyser_quartiers, appliquer_quartiers
from .models import ImportQuartiers


@dataclass(frozen=True)
class Sorte:
    """Une sorte d'import : le formulaire, l'adresse et le gabarit de son dépôt, puis son aperçu."""

    formulaire: type
    adresse: str
    gabarit: str
    apercu: str
    analyser: Callable
    appliquer: Callable

    def lire(self, octets, nom):
        """Rend la liste d'un fichier. Lève FichierRefuse."""
        return self.formulaire.lire_liste(octets, nom)

    def relire(self, octets, nom, journal):
        """Rend la liste du fichier que garde `journal`, datée comme à son dépôt."""
        liste = self.lire(octets, nom)
        liste.chiffres_au, liste.source = journal.chiffres_au, journal.source
        return liste


SORTES = {
    ImportQuartiers.Genre.LISTE: Sorte(
        DepotDeQuartiersForm,
        "quartiers:import",
        "quartiers/import.html",
        "quartiers/apercu.html",
        analyser_quartiers,
        appliquer_quartiers,
    ),
    ImportQuartiers.Genre.PRU: Sorte(
        DepotDePruForm,
        "quartiers:import_pru",
        "quartiers/import_pru.html",
        "quartiers/apercu.html",
        analyser_quartiers,
        appliquer_quartiers,
    ),
    ImportQuartiers.Genre.CORRESPONDANCE: Sorte(
        DepotDeCorrespondanceForm,
        "quartiers:import_correspondance",
        "quartiers/import_correspondance.html",
        "quartiers/apercu_correspondance.html",
        analyser_correspondance,
        appliquer_correspondance,
    ),
}
