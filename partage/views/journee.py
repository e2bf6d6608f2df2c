"""L'agenda des journées de mobilisation : le CGET les publie, tous les lisent."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from comptes.acces import reserve_au_cget
from socle.listes import lister
from socle.saisie import confirmer_suppression, saisir

from ..exports import JourneeResource
from ..filters import JourneeFilter
from ..forms.journee import JourneeForm
from ..models import Journee


def liste(request):
    """Les journées, à venir et passées."""
    journees = Journee.objects.visibles_par(request.user).select_related("departement")
    return lister(
        request,
        JourneeFilter(request.GET, journees, request=request),
        JourneeResource(),
        "journees-de-mobilisation",
        "partage/journee_liste.html",
        titre="Journées de mobilisation",
    )


def detail(request, pk):
    """Une journée."""
    journees = Journee.objects.visibles_par(request.user).select_related("departement")
    journee = get_object_or_404(journees, pk=pk)
    return render(request, "partage/journee.html", {"journee": journee})


@reserve_au_cget
def ajouter(request):
    """Publie une journée."""
    form = JourneeForm(request.POST or None)
    return _saisir(request, form, "Ajouter une journée", reverse("partage:journees"))


@reserve_au_cget
def modifier(request, pk):
    """Modifie une journée."""
    journee = get_object_or_404(Journee, pk=pk)
    form = JourneeForm(request.POST or None, instance=journee)
    return _saisir(request, form, "Modifier la journée", journee.get_absolute_url())


@reserve_au_cget
def supprimer(request, pk):
    """Supprime une journée."""
    journee = get_object_or_404(Journee, pk=pk)
    return confirmer_suppression(
        request,
        journee,
        retour=journee.get_absolute_url(),
        parent="Journées de mobilisation",
        apres=reverse("partage:journees"),
    )


def _saisir(request, form, titre, retour):
    return saisir(
        request,
        form,
        titre=titre,
        retour=retour,
        parent="Journées de mobilisation",
        vers=Journee.get_absolute_url,
    )
