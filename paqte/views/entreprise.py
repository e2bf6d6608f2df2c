"""Pages des entreprises d'un département."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from quartiers.listes import contexte_de_liste

from ..filters import EntrepriseFilter
from ..forms.convention import EntrepriseForm
from ..models import Entreprise


def liste(request):
    """Les entreprises visibles, avec recherche."""
    entreprises = (
        Entreprise.objects.visibles_par(request.user)
        .select_related("departement")
        .annotate(nombre_conventions=Count("conventions"))
        .order_by("nom", "pk")
    )
    filtre = EntrepriseFilter(request.GET, entreprises, request=request)
    contexte = contexte_de_liste(request, filtre, filtre.qs)
    return render(request, "paqte/entreprise_liste.html", contexte)


def ajouter(request):
    """Enregistre une entreprise, puis propose sa convention."""
    if not request.user.codes_departements_modifiables:
        raise Http404
    form = EntrepriseForm(request.POST or None, user=request.user)
    if form.is_valid():
        entreprise = form.save()
        messages.success(request, f"{entreprise} est enregistrée. Saisissez sa convention.")
        return redirect(f"{reverse('paqte:convention_ajouter')}?entreprise={entreprise.pk}")
    return _saisir(request, form, "Ajouter une entreprise")


def modifier(request, pk):
    """Modifie une entreprise."""
    entreprise = get_object_or_404(Entreprise.objects.modifiables_par(request.user), pk=pk)
    form = EntrepriseForm(request.POST or None, instance=entreprise, user=request.user)
    if form.is_valid():
        messages.success(request, f"{form.save()} est enregistrée.")
        return redirect("paqte:entreprises")
    return _saisir(request, form, f"Modifier {Entreprise.objects.get(pk=pk)}")


def _saisir(request, form, titre):
    contexte = {
        "form": form,
        "titre": titre,
        "retour": reverse("paqte:entreprises"),
        "parent": "Entreprises",
    }
    return render(request, "paqte/saisie.html", contexte, status=422 if form.is_bound else 200)
