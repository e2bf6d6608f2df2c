"""Les listes des mesures : valeurs et contestations, avec recherche, filtres, tri, export."""

from quartiers.listes import lister

from ..exports import ContestationResource, ValeurResource
from ..filters import ContestationFilter, ValeurFilter
from ..models import Contestation, Mesure, Valeur


def valeurs(request):
    """Les valeurs visibles de tous les indicateurs."""
    visibles = (
        Valeur.objects.visibles_par(request.user)
        .select_related("indicateur__mesure", "region", "departement", "quartier")
        .prefetch_related("contestations__valeur__indicateur")
    )
    filtre = ValeurFilter(request.GET, visibles, request=request)
    return lister(
        request,
        filtre,
        ValeurResource(),
        "valeurs",
        "mesures/valeur_liste.html",
        titre="Valeurs des indicateurs",
        modifiables=set(Mesure.objects.modifiables_par(request.user).values_list("pk", flat=True)),
    )


def contestations(request):
    """Les valeurs contestées par les préfectures."""
    visibles = Contestation.objects.visibles_par(request.user).select_related(
        "valeur__indicateur__mesure", "departement"
    )
    filtre = ContestationFilter(request.GET, visibles, request=request)
    return lister(
        request,
        filtre,
        ContestationResource(),
        "contestations",
        "mesures/contestation_liste.html",
        titre="Valeurs contestées",
    )
