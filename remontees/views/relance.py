"""Le journal des relances : ce que chacun a reçu, ce que le CGET a fait envoyer."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from socle.listes import lister

from ..exports import RelanceResource
from ..filters import RelanceFilter
from ..models import RefusDeRelances, Relance


def liste(request):
    """Les relances reçues ; toutes, pour le CGET."""
    relances = Relance.objects.visibles_par(request.user).select_related(
        "campagne", "utilisateur", "departement", "region"
    )
    refus = RefusDeRelances.objects.filter(utilisateur=request.user).exists()
    return lister(
        request,
        RelanceFilter(request.GET, relances, request=request),
        RelanceResource(),
        "relances",
        "remontees/relances.html",
        titre="Relances",
        refus=refus,
    )


@require_POST
def preference(request):
    """Refuse, ou reprend, les relances des campagnes facultatives."""
    if "refuser" in request.POST:
        RefusDeRelances.objects.get_or_create(utilisateur=request.user)
        messages.success(request, "Vous ne recevrez plus les relances facultatives.")
    else:
        RefusDeRelances.objects.filter(utilisateur=request.user).delete()
        messages.success(request, "Vous recevrez de nouveau toutes les relances.")
    return redirect("relances")
