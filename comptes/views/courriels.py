"""Les courriels d'une personne : ce qui lui arrive toujours, et le rythme du reste."""

from django.contrib import messages
from django.shortcuts import redirect, render

from ..forms.courriels import RythmeForm


def mes_courriels(request):
    """Choisit le rythme des courriels qui ne sont pas urgents."""
    form = RythmeForm(request.POST or None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, "Votre choix est enregistré.")
        return redirect("mes_courriels")
    status = 422 if form.errors else 200
    return render(request, "comptes/mes_courriels.html", {"form": form}, status=status)
