"""Recevoir le tableau national par courriel : chacun choisit son rythme."""

from django.contrib import messages
from django.shortcuts import redirect, render

from ..abonnement import Abonnement
from ..acces import reserve_au_suivi
from ..forms import AbonnementForm


@reserve_au_suivi
def abonnement(request):
    """Choisit à quel rythme arrive le PDF du tableau."""
    choisi = Abonnement.objects.filter(utilisateur=request.user).first()
    form = AbonnementForm(
        request.POST or None, instance=choisi or Abonnement(utilisateur=request.user)
    )
    if form.is_valid():
        form.save()
        messages.success(request, "Votre choix est enregistré.")
        return redirect("national:abonnement")
    status = 422 if form.errors else 200
    return render(request, "national/abonnement.html", {"form": form}, status=status)
