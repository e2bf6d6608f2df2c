"""Import d'un fichier de valeurs : modèle, dépôt, aperçu, confirmation."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render

from quartiers import depot
from quartiers.exports import telecharger

from .. import imports
from ..forms.imports import DepotDeValeursForm
from ..lecture import lire
from ..models import ImportValeurs, Mesure


def modele(request, extension):
    """Le fichier à remplir, une ligne par indicateur."""
    _exiger_un_chef_de_file(request.user)
    return telecharger(imports.modele(request.user), extension, "valeurs-a-remplir")


def deposer(request):
    """Dépôt d'un fichier : lu aussitôt, il attend sa confirmation."""
    _exiger_un_chef_de_file(request.user)
    form = DepotDeValeursForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        journal = ImportValeurs.objects.deposer(request.user, form.liste, form.octets)
        return redirect("mesures:import_confirmer", journal.pk)
    faits = ImportValeurs.objects.faits().filter(fait_par=request.user).defer("contenu")[:10]
    return render(
        request,
        "mesures/import.html",
        {"form": form, "faits": faits},
        status=422 if form.is_bound else 200,
    )


def confirmer(request, pk):
    """Aperçu d'un fichier déposé, puis sa confirmation."""
    _exiger_un_chef_de_file(request.user)
    return depot.confirmer(
        request,
        pk,
        ImportValeurs.objects.all(),
        lire=lire,
        analyser=partial(imports.analyser, user=request.user),
        appliquer=partial(imports.appliquer, user=request.user),
        depot="mesures:import",
        fini="mesures:valeurs",
        gabarit="mesures/apercu.html",
    )


def _exiger_un_chef_de_file(user):
    if not Mesure.objects.modifiables_par(user).exists():
        raise PermissionDenied
