"""Import des conventions d'un département."""

from quartiers.pages_d_import import PagesDImport

from .. import conventions
from ..forms.imports import DepotDeConventionsForm
from ..models import Axe, ImportConventions, Indicateur


def _reperes():
    return {
        "axes": Axe.objects.all(),
        "indicateurs": Indicateur.objects.select_related("axe"),
    }


pages = PagesDImport(
    adresse="paqte:conventions_import",
    titre="Importer des conventions",
    journal=ImportConventions,
    formulaire=DepotDeConventionsForm,
    analyser=conventions.analyser_conventions,
    appliquer=conventions.appliquer_conventions,
    modele=conventions.modele,
    fini="paqte:conventions",
    gabarit="paqte/conventions_import.html",
    gabarit_apercu="paqte/conventions_apercu.html",
    contexte=_reperes,
)
