"""Import des contrats de ville d'un département."""

from quartiers.pages_d_import import PagesDImport

from .. import imports
from ..forms.imports import DepotDeContratsForm
from ..models import ImportContrats, Signataire


def _reperes():
    return {"natures": Signataire.Nature.labels}


pages = PagesDImport(
    adresse="contrats:contrats_import",
    titre="Importer des contrats",
    journal=ImportContrats,
    formulaire=DepotDeContratsForm,
    analyser=imports.analyser_contrats,
    appliquer=imports.appliquer_contrats,
    modele=imports.modele,
    fini="contrats:contrats",
    gabarit="contrats/import.html",
    gabarit_apercu="contrats/apercu.html",
    contexte=_reperes,
)
