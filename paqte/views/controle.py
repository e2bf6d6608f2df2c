"""Pages des contrôles de cohérence : ce qu'ils relèvent, et leur réglage par le CGET."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from comptes.acces import reserve_au_cget
from socle.saisie import saisir

from ..forms.controle import ControleForm, SemestreForm
from ..models import Bilan, Controle
from ..points import relever


def liste(request):
    """Les contrôles, et ce qu'ils relèvent dans les bilans transmis d'un semestre."""
    form = SemestreForm(request.GET, user=request.user)
    semestre = form.choisi
    releves = relever(Bilan.objects, request.user, semestre) if semestre else {}
    tous = Controle.objects.all()
    contexte = {
        "form": form,
        "semestre": semestre,
        "lignes": [(controle, releves.get(controle.code, [])) for controle in tous],
    }
    return render(request, "paqte/controle_liste.html", contexte)


@reserve_au_cget
def ajouter(request):
    """Ajoute un contrôle."""
    return _saisir(request, ControleForm(request.POST or None), "Ajouter un contrôle")


@reserve_au_cget
def modifier(request, pk):
    """Règle un contrôle, le rédige, l'arrête ou le remet en service."""
    controle = get_object_or_404(Controle, pk=pk)
    form = ControleForm(request.POST or None, instance=controle)
    return _saisir(request, form, f"Régler le contrôle « {controle} »")


def _saisir(request, form, titre):
    retour = reverse("paqte:controles")
    return saisir(request, form, titre=titre, retour=retour, parent="Contrôles de cohérence")
