"""Import d'un fichier de valeurs : modèle, dépôt, aperçu, confirmation."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from quartiers.exports import telecharger
from quartiers.forms import ConfirmationForm

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


@transaction.atomic
def confirmer(request, pk):
    """Aperçu d'un fichier déposé, puis sa confirmation ; confirmer deux fois n'importe qu'une."""
    _exiger_un_chef_de_file(request.user)
    deposes = ImportValeurs.objects.filter(fait_par=request.user).select_for_update()
    journal = get_object_or_404(deposes, pk=pk)
    if journal.fait_le:
        return redirect("mesures:import")
    liste = lire(bytes(journal.contenu), journal.fichier)
    apercu = imports.analyser(liste, request.user)
    form = ConfirmationForm(request.POST if request.method == "POST" else None, apercu=apercu)
    if apercu.est_importable and form.is_valid():
        imports.appliquer(liste, journal, request.user)
        messages.success(request, f"Le fichier « {journal.fichier} » est importé.")
        return redirect("mesures:valeurs")
    contexte = {
        "journal": journal,
        "apercu": apercu,
        "form": form,
        "depot": reverse("mesures:import"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "mesures/apercu.html", contexte, status=status)


def _exiger_un_chef_de_file(user):
    if not Mesure.objects.modifiables_par(user).exists():
        raise PermissionDenied
