"""Ce que chaque ministère mène et doit ; les collectes du CGET."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from comptes.acces import reserve_au_cget
from socle.saisie import confirmer_suppression, saisir

from ..devoir import devoirs_par_ministere
from ..forms.ministere import AttributionForm, CollecteForm
from ..models import Collecte, Mesure


def ministeres(request):
    """Qui mène quelles mesures, ce que chacun doit, et les collectes ouvertes."""
    user, aujourdhui = request.user, timezone.localdate()
    if not user.est_national:
        raise PermissionDenied
    collectes = Collecte.objects.prefetch_related("ministeres").annotate(
        derniere_relance=Max("relances__envoyee_le"), relances_faites=Count("relances")
    )
    contexte = {
        "ministeres": devoirs_par_ministere(Mesure.objects.visibles_par(user), aujourdhui),
        "collectes": [(collecte, collecte.restants()) for collecte in collectes],
    }
    return render(request, "mesures/ministeres.html", contexte)


@reserve_au_cget
def attribuer(request):
    """Donne un chef de file à plusieurs mesures à la fois."""
    form = AttributionForm(request.POST or None)
    return _saisir(request, form, "Attribuer des mesures à un ministère")


@reserve_au_cget
def collecte_ajouter(request):
    """Ouvre une collecte."""
    return _saisir(request, CollecteForm(request.POST or None), "Ouvrir une collecte")


@reserve_au_cget
def collecte(request, pk):
    """Modifie une collecte : dates, consignes, ministères."""
    ouverte = get_object_or_404(Collecte, pk=pk)
    form = CollecteForm(request.POST or None, instance=ouverte)
    return _saisir(request, form, f"Modifier : {ouverte}")


@reserve_au_cget
def collecte_supprimer(request, pk):
    """Supprime une collecte ouverte par erreur ; les valeurs restent."""
    ouverte = get_object_or_404(Collecte, pk=pk)
    return confirmer_suppression(
        request,
        ouverte,
        retour=reverse("mesures:ministeres"),
        parent="Ministères",
        consequence="Les valeurs données restent ; les relances notées disparaissent.",
    )


def _saisir(request, form, titre):
    retour = reverse("mesures:ministeres")
    return saisir(request, form, titre=titre, retour=retour, parent="Ministères")
