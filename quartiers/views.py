"""Pages des quartiers prioritaires et de leurs imports."""

from django.contrib import messages
from django.contrib.auth.decorators import user_passes_test
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from . import imports
from .exports import exporter
from .filters import QuartierFilter
from .forms import ConfirmationForm, DepotForm
from .lecture import lire
from .listes import contexte_de_liste
from .models import ImportQuartiers, Quartier
from .resources import ExportQuartierResource


def _est_administrateur(user):
    if not user.est_administrateur:
        raise PermissionDenied
    return True


reserve_aux_administrateurs = user_passes_test(_est_administrateur)


def liste(request):
    """Les quartiers visibles : recherche, filtres, tri, totaux, export."""
    quartiers = Quartier.objects.visibles_par(request.user).select_related("departement__region")
    filtre = QuartierFilter(request.GET, quartiers, request=request)
    if extension := request.GET.get("format"):
        return exporter(ExportQuartierResource(), filtre.qs, extension, "quartiers")
    contexte = contexte_de_liste(request, filtre, filtre.qs)
    contexte["totaux"] = filtre.qs.order_by().totaux()
    return render(request, "quartiers/liste.html", contexte)


def detail(request, code):
    """Un quartier prioritaire."""
    quartiers = Quartier.objects.visibles_par(request.user).select_related("departement__region")
    quartier = get_object_or_404(quartiers, code=code)
    return render(request, "quartiers/detail.html", {"quartier": quartier})


@reserve_aux_administrateurs
def importer(request):
    """Dépôt d'une liste : lue aussitôt, elle attend sa confirmation."""
    form = DepotForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        journal = ImportQuartiers.objects.deposer(request.user, form.liste, form.octets)
        return redirect("quartiers:confirmer", journal.pk)
    status = 422 if form.is_bound else 200
    return render(request, "quartiers/import.html", {"form": form}, status=status)


@reserve_aux_administrateurs
@transaction.atomic
def confirmer(request, pk):
    """Aperçu d'un import déposé, puis sa confirmation ; confirmer deux fois n'importe qu'une."""
    deposes = ImportQuartiers.objects.filter(fait_par=request.user).select_for_update()
    journal = get_object_or_404(deposes, pk=pk)
    if journal.fait_le:
        return redirect("quartiers:journal")
    liste = lire(bytes(journal.contenu), journal.fichier)
    apercu = imports.analyser(liste)
    form = ConfirmationForm(request.POST if request.method == "POST" else None, apercu=apercu)
    if apercu.est_importable and form.is_valid():
        imports.appliquer(liste, journal)
        messages.success(request, f"La liste « {journal.fichier} » est importée.")
        return redirect("quartiers:journal")
    contexte = {
        "journal": journal,
        "apercu": apercu,
        "form": form,
        "liste": liste,
        "depot": reverse("quartiers:import"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "quartiers/apercu.html", contexte, status=status)


@reserve_aux_administrateurs
def journal(request):
    """Les imports faits : fichier, empreinte, auteur, date, comptes."""
    faits = ImportQuartiers.objects.faits().defer("contenu").select_related("fait_par")
    contexte = contexte_de_liste(request, None, faits)
    return render(request, "quartiers/journal.html", contexte)
