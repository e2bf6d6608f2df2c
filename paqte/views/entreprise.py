"""Pages des entreprises d'un département."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from comptes.acces import journalise
from comptes.models import JournalAcces
from quartiers.acces import reserve_a_la_saisie
from socle.listes import lister
from socle.saisie import saisir

from ..exports import EntrepriseResource
from ..filters import EntrepriseFilter
from ..forms.entreprise import EntrepriseForm
from ..models import Entreprise


@journalise(JournalAcces.Page.ENTREPRISES)
def liste(request):
    """Les entreprises visibles : recherche, filtres, tri, export."""
    entreprises = (
        Entreprise.objects.visibles_par(request.user)
        .select_related("departement")
        .avec_comptes()
        .order_by("nom", "pk")
    )
    filtre = EntrepriseFilter(request.GET, entreprises, request=request)
    return lister(
        request,
        filtre,
        EntrepriseResource(),
        "entreprises",
        "paqte/entreprise_liste.html",
        titre="Entreprises",
    )


@reserve_a_la_saisie
def ajouter(request):
    """Enregistre une entreprise, puis propose sa convention."""
    form = EntrepriseForm(request.POST or None, user=request.user)
    return _saisir(request, form, "Ajouter une entreprise", vers=_sa_convention)


def modifier(request, pk):
    """Modifie une entreprise."""
    entreprise = get_object_or_404(Entreprise.objects.modifiables_par(request.user), pk=pk)
    titre = f"Modifier {entreprise}"
    form = EntrepriseForm(request.POST or None, instance=entreprise, user=request.user)
    return _saisir(request, form, titre)


def _saisir(request, form, titre, **suite):
    retour = reverse("paqte:entreprises")
    return saisir(request, form, titre=titre, retour=retour, parent="Entreprises", **suite)


def _sa_convention(entreprise):
    return reverse("paqte:convention_ajouter", query={"entreprise": entreprise.pk})
