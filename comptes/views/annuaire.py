"""L'annuaire : qui joindre, dans chaque territoire (voir `Utilisateur.objects.visibles_par`)."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render

from quartiers.models import Departement
from socle.listes import lister

from ..acces import journalise
from ..filters import AnnuaireFilter
from ..models import JournalAcces, Utilisateur
from ..resources import ExportAnnuaireResource


@journalise(JournalAcces.Page.ANNUAIRE)
def annuaire(request):
    """Les personnes que l'utilisateur peut joindre : recherche, filtres, export."""
    if not request.user.suit_les_remontees:
        raise PermissionDenied
    visibles = Utilisateur.objects.visibles_par(request.user).avec_perimetres().par_nom()
    filtre = AnnuaireFilter(request.GET, visibles, request=request)
    return lister(
        request,
        filtre,
        ExportAnnuaireResource(),
        "annuaire",
        "comptes/annuaire.html",
        titre="Annuaire",
    )


@journalise(JournalAcces.Page.ANNUAIRE)
def departement(request, code):
    """Les personnes d'un département et de sa région, et son référent du PAQTE."""
    suivis = Departement.objects.suivis_par(request.user).select_related("region")
    trouve = get_object_or_404(suivis, code=code)
    visibles = Utilisateur.objects.visibles_par(request.user).avec_perimetres().par_nom()
    contexte = {"departement": trouve, "personnes": visibles.couvrant([code])}
    return render(request, "comptes/annuaire_departement.html", contexte)
