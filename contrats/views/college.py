"""Pages du collège des chefs de service."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from quartiers.acces import reserve_a_la_saisie
from quartiers.models import Departement
from remontees.periodes import Semestre
from socle.listes import lister
from socle.saisie import confirmer_suppression, saisir

from ..exports import CollegeResource
from ..filtres_du_college import CollegeFilter
from ..forms.college import CollegeForm
from ..models import College


def liste(request):
    """Les réunions visibles, et les départements qui n'en ont pas ce semestre."""
    colleges = College.objects.visibles_par(request.user).select_related("departement")
    filtre = CollegeFilter(request.GET, colleges, request=request)
    suivis = Departement.objects.suivis_par(request.user)
    return lister(
        request,
        filtre,
        CollegeResource(),
        "colleges-des-chefs-de-service",
        "contrats/college_liste.html",
        titre="Collège des chefs de service",
        semestre=Semestre.courant(),
        manquants=College.objects.manquants(suivis),
    )


def detail(request, pk):
    """Une réunion du collège."""
    colleges = College.objects.visibles_par(request.user).select_related("departement")
    college = get_object_or_404(colleges, pk=pk)
    modifiable = college.departement_id in request.user.codes_departements_modifiables
    return render(request, "contrats/college.html", {"college": college, "modifiable": modifiable})


@reserve_a_la_saisie
def ajouter(request):
    """Enregistre une réunion."""
    form = CollegeForm(request.POST or None, user=request.user)
    return _saisir(request, form, "Ajouter une réunion du collège")


def modifier(request, pk):
    """Modifie une réunion."""
    form = CollegeForm(request.POST or None, instance=_modifiable(request, pk), user=request.user)
    return _saisir(request, form, "Modifier la réunion du collège")


def supprimer(request, pk):
    """Supprime une réunion, après confirmation."""
    college = _modifiable(request, pk)
    return confirmer_suppression(
        request,
        college,
        retour=college.get_absolute_url(),
        parent="Collège des chefs de service",
        apres=reverse("contrats:colleges"),
    )


def _modifiable(request, pk):
    return get_object_or_404(College.objects.modifiables_par(request.user), pk=pk)


def _saisir(request, form, titre):
    return saisir(
        request,
        form,
        titre=titre,
        retour=reverse("contrats:colleges"),
        parent="Collège des chefs de service",
    )
