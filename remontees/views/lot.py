"""Accepter plusieurs versions à la fois : les cocher dans la liste, relire, confirmer."""

import re

from django.contrib import messages
from django.shortcuts import redirect, render

from socle.francais import compter

from ..forms.examen import AcceptationForm
from ..models import Conflit, EtatInvalide

# Ce que porte une case : la remontée, et la version que montrait la liste.
CASE = re.compile(r"(?P<pk>[0-9]{1,18}) (?P<version>[0-9]{1,5})")


def accepter_plusieurs(request, modele):
    """Montre les versions cochées puis, à la confirmation du CGET, les accepte.

    Une version remplacée, ou déjà décidée, entre-temps reste telle quelle, et se dit.
    """
    cochees = _cochees(request, modele)
    ouverts = sum(remontee.nombre_d_ouverts for remontee, _ in cochees)
    form = AcceptationForm(request.POST if "confirmer" in request.POST else None, ouverts=ouverts)
    if not cochees:
        messages.error(request, "Cochez au moins une version à accepter.")
        return redirect(request.get_full_path())
    if form.is_valid():
        restees = [str(r) for r, version in cochees if not _accepter(request.user, r, version)]
        if nombre := len(cochees) - len(restees):
            messages.success(request, f"{compter(nombre, 'version acceptée')}.")
        if restees:
            messages.error(
                request, f"Une autre version, ou une décision, est arrivée : {', '.join(restees)}."
            )
        return redirect(request.get_full_path())
    contexte = {"form": form, "cochees": cochees, "modele": modele}
    status = 422 if form.errors else 200
    return render(request, "remontees/accepter_plusieurs.html", contexte, status=status)


def _cochees(request, modele):
    """Rend [(remontée, version que montrait la liste)] des cases cochées."""
    cases = filter(None, map(CASE.fullmatch, request.POST.getlist("choix")))
    versions = {int(case["pk"]): int(case["version"]) for case in cases}
    lisibles = modele.objects.visibles_par(request.user).filter(pk__in=versions)
    lues = lisibles.select_related(*modele.relations).prefetch_related("commentaires", "avis")
    return [(remontee, versions[remontee.pk]) for remontee in lues]


def _accepter(user, remontee, version):
    try:
        remontee.accepter(user, version)
    except (Conflit, EtatInvalide):
        return False
    return True
