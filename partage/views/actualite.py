"""Les actualités : le CGET les écrit, un bandeau les annonce à chacun jusqu'à ce qu'il les lise."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from comptes.acces import reserve_au_cget, suite_sure
from socle.listes import paginer
from socle.saisie import confirmer_suppression, saisir

from ..annonces import noter_lue
from ..forms.actualite import ActualiteForm
from ..models import Actualite


def liste(request):
    """Toutes les actualités, la plus récente d'abord."""
    actualites = Actualite.objects.visibles_par(request.user)
    page = paginer(request, actualites)
    return render(request, "partage/actualite_liste.html", {"page_obj": page})


@require_POST
def lire(request, pk):
    """Note que la personne a lu cette actualité, et la laisse sur sa page."""
    lue = get_object_or_404(Actualite.objects.visibles_par(request.user), pk=pk)
    noter_lue(request, lue)
    return redirect(suite_sure(request, request.POST.get("suite")))


@reserve_au_cget
def ajouter(request):
    """Écrit une actualité."""
    form = ActualiteForm(request.POST or None)
    return _saisir(request, form, "Écrire une actualité")


@reserve_au_cget
def modifier(request, pk):
    """Modifie une actualité ; qui l'a lue ne la revoit pas annoncée."""
    actualite = get_object_or_404(Actualite, pk=pk)
    form = ActualiteForm(request.POST or None, instance=actualite)
    return _saisir(request, form, "Modifier l’actualité")


@reserve_au_cget
def supprimer(request, pk):
    """Supprime une actualité."""
    actualite = get_object_or_404(Actualite, pk=pk)
    return confirmer_suppression(
        request, actualite, retour=reverse("partage:actualites"), parent="Actualités"
    )


def _saisir(request, form, titre):
    return saisir(
        request,
        form,
        titre=titre,
        retour=reverse("partage:actualites"),
        parent="Actualités",
        vers=Actualite.get_absolute_url,
    )
