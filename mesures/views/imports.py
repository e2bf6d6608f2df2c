"""Import d'un fichier de valeurs : modèle, dépôt, aperçu, confirmation."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.shortcuts import render

from quartiers.models import Departement, Region
from socle.exports import telecharger_tableau
from socle.imports import depot

from .. import imports
from ..forms.imports import DepotDeValeursForm, ModeleDeValeursForm
from ..lecture import lire_valeurs
from ..models import ImportValeurs, Mesure

TERRITOIRES = {"departement": Departement, "region": Region}


def modele(request, extension):
    """Le fichier à remplir, une ligne par indicateur et par territoire choisi."""
    _exiger_un_chef_de_file(request.user)
    form = ModeleDeValeursForm(request.GET)
    if not form.is_valid():
        contexte = {"form": DepotDeValeursForm(), "choix": form}
        return render(request, "mesures/import.html", contexte, status=422)
    donnees = imports.modele(request.user, form.territoires(), form.cleaned_data["date"])
    return telecharger_tableau(donnees, extension, "valeurs-a-remplir")


def deposer(request):
    """Dépôt d'un fichier : lu aussitôt, il attend sa confirmation."""
    _exiger_un_chef_de_file(request.user)
    return depot.deposer(
        request,
        DepotDeValeursForm,
        _siens(request),
        apercu="mesures:import_confirmer",
        gabarit="mesures/import.html",
        choix=ModeleDeValeursForm(initial={"niveaux": ["nation"]}),
    )


def confirmer(request, pk):
    """Aperçu d'un fichier déposé, puis sa confirmation.

    `?ambigus=region` (ou `departement`) dit ce que désignent les codes comme « 32 ».
    """
    _exiger_un_chef_de_file(request.user)
    choix = {"user": request.user, "ambigus": TERRITOIRES.get(request.GET.get("ambigus"))}
    return depot.confirmer(
        request,
        pk,
        _siens(request),
        lire=lire_valeurs,
        analyser=partial(imports.analyser_valeurs, **choix),
        appliquer=partial(imports.appliquer_valeurs, **choix),
        depot="mesures:import",
        fini="mesures:valeurs",
        gabarit="mesures/apercu.html",
    )


def annuler(request, pk):
    """Annule un de ses imports, après en avoir montré l'effet."""
    _exiger_un_chef_de_file(request.user)
    return depot.annuler(
        request, pk, _siens(request), retour="mesures:import", parent="Importer des valeurs"
    )


def fichier(request, pk):
    """Le fichier d'un de ses imports, tel qu'il fut déposé."""
    _exiger_un_chef_de_file(request.user)
    return depot.telecharger(pk, _siens(request))


def _siens(request):
    return ImportValeurs.objects.filter(fait_par=request.user)


def _exiger_un_chef_de_file(user):
    if not Mesure.objects.modifiables_par(user).exists():
        raise PermissionDenied
