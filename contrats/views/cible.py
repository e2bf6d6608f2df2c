"""Pages des cibles territoriales."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from quartiers.acces import reserve_a_la_saisie
from socle.listes import lister
from socle.saisie import confirmer_suppression, saisir

from ..exports import CibleResource
from ..filters import CibleFilter
from ..forms.cible import CibleForm
from ..models import CibleTerritoriale, ContratDeVille


def liste(request):
    """Les cibles visibles : recherche, filtres, tri, export."""
    cibles = CibleTerritoriale.objects.visibles_par(request.user).select_related(
        "departement", "contrat", "indicateur__mesure"
    )
    filtre = CibleFilter(request.GET, cibles, request=request)
    return lister(
        request,
        filtre,
        CibleResource(),
        "cibles-territoriales",
        "contrats/cible_liste.html",
        titre="Cibles territoriales",
    )


@reserve_a_la_saisie
def ajouter(request):
    """Fixe une cible à un contrat (`?contrat=`), d'où l'on vient, ou au département."""
    contrat = _contrat(request)
    form = CibleForm(request.POST or None, initial={"contrat": contrat}, user=request.user)
    suite = {"retour": contrat.get_absolute_url(), "parent": contrat.nom} if contrat else {}
    return _saisir(request, form, "Ajouter une cible", **suite)


def _contrat(request):
    """Rend le contrat que nomme l'adresse, ou None."""
    cle = request.GET.get("contrat", "")
    contrats = ContratDeVille.objects.modifiables_par(request.user)
    return contrats.filter(pk=cle).first() if cle.isdecimal() else None


def modifier(request, pk):
    """Modifie une cible, ou constate la valeur atteinte."""
    form = CibleForm(request.POST or None, instance=_modifiable(request, pk), user=request.user)
    return _saisir(request, form, "Modifier la cible")


def supprimer(request, pk):
    """Supprime une cible, après confirmation."""
    return confirmer_suppression(
        request, _modifiable(request, pk), retour=reverse("contrats:cibles"), parent="Cibles"
    )


def _modifiable(request, pk):
    cibles = CibleTerritoriale.objects.modifiables_par(request.user)
    return get_object_or_404(cibles.select_related("departement", "contrat", "indicateur"), pk=pk)


def _saisir(request, form, titre, **suite):
    retour = {"retour": reverse("contrats:cibles"), "parent": "Cibles"}
    return saisir(request, form, titre=titre, **retour | suite)
