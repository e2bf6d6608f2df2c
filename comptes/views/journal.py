"""Qui a lu les listes de personnes : un journal, pour l'administrateur."""

from quartiers.acces import reserve_aux_administrateurs
from socle.listes import lister

from ..filters import AccesFilter
from ..models import JournalAcces
from ..resources import AccesResource


@reserve_aux_administrateurs
def acces(request):
    """Les accès aux listes de personnes : filtres, export."""
    visibles = JournalAcces.objects.visibles_par(request.user).select_related("utilisateur")
    return lister(
        request,
        AccesFilter(request.GET, visibles, request=request),
        AccesResource(),
        "acces",
        "comptes/acces.html",
        titre="Accès aux listes de personnes",
    )
