"""Les délégations de signature : pendant une absence, quelqu'un d'autre transmet."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from ..courriel import envoyer_delegation
from ..forms.delegations import DelegationForm
from ..models import Delegation


def delegations(request):
    """Les délégations données et reçues ; un valideur en donne une pour son absence."""
    user = request.user
    if not user.est_redacteur:
        raise PermissionDenied
    form = None
    if user.est_valideur:
        form = DelegationForm(request.POST or None, instance=Delegation(de=user))
    elif request.method == "POST":
        raise PermissionDenied
    if form and form.is_valid():
        with transaction.atomic():
            delegation = form.save()
            envoyer_delegation(delegation)
        messages.success(request, f"Votre signature est déléguée à {delegation.a}.")
        return redirect("delegations")
    contexte = {
        "form": form,
        "delegations": Delegation.objects.visibles_par(user).select_related("de", "a"),
    }
    refusee = form and form.errors
    return render(request, "comptes/delegations.html", contexte, status=422 if refusee else 200)


@require_POST
def finir(request, pk):
    """Met fin à une délégation avant son terme : sa ligne reste."""
    donnees = request.user.delegations_donnees.filter(finie_le=None)
    delegation = get_object_or_404(donnees, pk=pk)
    delegation.finie_le = timezone.now()
    delegation.save()
    messages.success(request, f"{delegation.a} ne signe plus pour vous.")
    return redirect("delegations")
