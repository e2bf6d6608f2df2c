"""Pages des quartiers prioritaires et de leurs imports."""

from django.shortcuts import get_object_or_404, render

from socle.imports import depot
from socle.listes import lister, paginer

from . import imports
from .acces import reserve_aux_administrateurs
from .filters import QuartierFilter
from .forms.imports import DepotDeQuartiersForm
from .lecture import lire_quartiers
from .models import ImportQuartiers, Quartier
from .resources import ExportQuartierResource


def liste(request):
    """Les quartiers visibles : recherche, filtres, tri, totaux, export."""
    quartiers = Quartier.objects.visibles_par(request.user).select_related("departement__region")
    filtre = QuartierFilter(request.GET, quartiers, request=request)
    return lister(
        request,
        filtre,
        ExportQuartierResource(),
        "quartiers",
        "quartiers/liste.html",
        titre="Quartiers prioritaires",
        totaux=filtre.qs.totaux_par_liste(),
    )


def detail(request, code):
    """Un quartier prioritaire."""
    quartiers = Quartier.objects.visibles_par(request.user).select_related("departement__region")
    quartier = get_object_or_404(quartiers, code=code)
    return render(request, "quartiers/detail.html", {"quartier": quartier})


@reserve_aux_administrateurs
def importer(request):
    """Dépôt d'une liste : lue aussitôt, elle attend sa confirmation."""
    return depot.deposer(
        request,
        DepotDeQuartiersForm,
        ImportQuartiers.objects,
        apercu="quartiers:confirmer",
        gabarit="quartiers/import.html",
    )


@reserve_aux_administrateurs
def confirmer(request, pk):
    """Aperçu d'une liste déposée, puis sa confirmation."""
    return depot.confirmer(
        request,
        pk,
        ImportQuartiers.objects.all(),
        lire=lire_quartiers,
        analyser=imports.analyser_quartiers,
        appliquer=imports.appliquer_quartiers,
        depot="quartiers:import",
        fini="quartiers:journal",
        gabarit="quartiers/apercu.html",
    )


@reserve_aux_administrateurs
def journal(request):
    """Les imports faits : fichier, empreinte, auteur, date, comptes."""
    faits = ImportQuartiers.objects.faits().defer("contenu").select_related("fait_par")
    return render(request, "quartiers/journal.html", {"page_obj": paginer(request, faits)})
