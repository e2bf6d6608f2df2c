"""Import d'un fichier de comptes : modèle, dépôt, aperçu, confirmation."""

from functools import partial

from quartiers.acces import reserve_aux_administrateurs
from socle.exports import telecharger_tableau
from socle.imports import depot

from .. import imports
from ..forms.imports import DepotDeComptesForm
from ..lecture import lire_comptes
from ..models import ImportComptes
from .personnes import envoyer_les_invitations


@reserve_aux_administrateurs
def modele(request):
    """Le fichier à remplir, une ligne par personne."""
    return telecharger_tableau(imports.modele(), "csv", "comptes-a-remplir")


@reserve_aux_administrateurs
def deposer(request):
    """Dépôt d'un fichier : lu aussitôt, il attend sa confirmation."""
    return depot.deposer(
        request,
        DepotDeComptesForm,
        ImportComptes.objects,
        apercu="comptes_import_confirmer",
        gabarit="comptes/import.html",
    )


@reserve_aux_administrateurs
def confirmer(request, pk):
    """Aperçu d'un fichier déposé, puis sa confirmation, qui invite les nouvelles personnes."""
    return depot.confirmer(
        request,
        pk,
        ImportComptes.objects.all(),
        lire=lire_comptes,
        analyser=partial(imports.analyser_comptes, user=request.user),
        appliquer=partial(imports.appliquer_comptes, user=request.user),
        suite=partial(_inviter, request),
        depot="comptes_import",
        fini="personnes",
        gabarit="comptes/apercu.html",
    )


def _inviter(request, apercu):
    if apercu.crees:
        envoyer_les_invitations(request, *apercu.crees)
