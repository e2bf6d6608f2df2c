"""Les textes de référence : tous les lisent, le CGET en ajoute."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from comptes.acces import reserve_au_cget
from socle.saisie import saisir

from .forms import TexteForm
from .models import Texte


def liste(request):
    """Les textes, du plus ancien au plus récent."""
    textes = Texte.objects.visibles_par(request.user).defer("contenu", "recherche")
    return render(request, "textes/liste.html", {"textes": textes})


def detail(request, slug):
    """Un texte entier, son sommaire, et pour chaque passage où le portail le suit."""
    texte = get_object_or_404(Texte.objects.visibles_par(request.user), slug=slug)
    modifiable = Texte.objects.modifiables_par(request.user).filter(pk=texte.pk).exists()
    contexte = {"texte": texte, "lu": texte.page, "modifiable": modifiable}
    return render(request, "textes/texte.html", contexte)


@reserve_au_cget
def ajouter(request):
    """Ajoute un texte."""
    return _saisir(request, TexteForm(request.POST or None), "Ajouter un texte")


@reserve_au_cget
def modifier(request, slug):
    """Modifie un texte que le CGET a ajouté."""
    texte = get_object_or_404(Texte.objects.modifiables_par(request.user), slug=slug)
    form = TexteForm(request.POST or None, instance=texte)
    return _saisir(request, form, f"Modifier {texte}")


def _saisir(request, form, titre):
    return saisir(
        request,
        form,
        titre=titre,
        retour=reverse("textes:textes"),
        parent="Textes de référence",
        vers=Texte.get_absolute_url,
    )
