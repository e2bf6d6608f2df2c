"""Pages des quartiers prioritaires et de leurs imports."""

from functools import partial

from django.shortcuts import get_object_or_404, render

from socle.imports import depot
from socle.listes import lister, paginer

from .acces import reserve_aux_administrateurs
from .filters import QuartierFilter
from .models import ImportQuartiers, Quartier
from .resources import ExportQuartierResource
from .sortes import SORTES


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
    """Un quartier prioritaire, ses anciens quartiers ou ce qu'il est devenu."""
    return render(request, "quartiers/detail.html", {"quartier": _quartier(request, code)})


def histoire(request, code):
    """L'histoire d'un quartier : ses chiffres datés, et ce que chaque import en a changé."""
    quartier = _quartier(request, code)
    contexte = {
        "quartier": quartier,
        "chiffres": quartier.chiffres.select_related("journal").defer("journal__contenu"),
        "traces": quartier.traces.select_related("journal").defer("journal__contenu"),
    }
    return render(request, "quartiers/histoire.html", contexte)


def _quartier(request, code):
    quartiers = (
        Quartier.objects.visibles_par(request.user)
        .select_related("departement__region")
        .prefetch_related("anciens", "nouveaux")
    )
    return get_object_or_404(quartiers, code=code)


@reserve_aux_administrateurs
def importer(request, genre):
    """Dépôt d'un fichier : lu aussitôt, il attend sa confirmation."""
    return depot.deposer(
        request,
        SORTES[genre].formulaire,
        ImportQuartiers.objects,
        apercu="quartiers:confirmer",
        gabarit=SORTES[genre].gabarit,
    )


@reserve_aux_administrateurs
def confirmer(request, pk):
    """Aperçu d'un fichier déposé, puis sa confirmation."""
    journal = get_object_or_404(ImportQuartiers.objects.defer("contenu"), pk=pk)
    sorte = SORTES[journal.genre]
    return depot.confirmer(
        request,
        pk,
        ImportQuartiers.objects.all(),
        lire=partial(sorte.relire, journal=journal),
        analyser=sorte.analyser,
        appliquer=sorte.appliquer,
        depot=sorte.adresse,
        fini="quartiers:journal",
        gabarit=sorte.apercu,
    )


@reserve_aux_administrateurs
def journal(request):
    """Les imports faits : fichier, empreinte, auteur, date, comptes."""
    faits = ImportQuartiers.objects.faits()
    return render(request, "quartiers/journal.html", {"page_obj": paginer(request, faits)})


@reserve_aux_administrateurs
def import_fait(request, pk):
    """Un import fait : son empreinte, et les quartiers qu'il a touchés."""
    faits = ImportQuartiers.objects.faits()
    fait = get_object_or_404(faits, pk=pk)
    traces = fait.traces.select_related("quartier")
    contexte = {"fait": fait, "page_obj": paginer(request, traces)}
    return render(request, "quartiers/import_fait.html", contexte)


@reserve_aux_administrateurs
def annuler(request, pk):
    """Annule un import, après en avoir montré l'effet."""
    return depot.annuler(
        request,
        pk,
        ImportQuartiers.objects.all(),
        retour="quartiers:journal",
        parent="Journal des imports",
    )


@reserve_aux_administrateurs
def fichier(request, pk):
    """Le fichier d'un import, tel qu'il fut déposé."""
    return depot.telecharger(pk, ImportQuartiers.objects.all())
