"""Pages des chartes « Entreprises et Quartiers » d'un département."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from quartiers.models import Departement
from socle.saisie import confirmer_suppression, saisir

from ..forms.charte import CharteForm
from ..models import Charte


def ajouter(request, departement):
    """Ajoute une charte à la liste du département."""
    sien = get_object_or_404(Departement.objects.modifiables_par(request.user), code=departement)
    form = CharteForm(request.POST or None, departement=sien)
    return saisir(request, form, titre="Ajouter une charte", **_retour(sien.pk))


def modifier(request, pk):
    """Modifie une charte, ou la dit sans suite."""
    charte = _modifiable(request, pk)
    departement = charte.entreprise.departement_id
    form = CharteForm(request.POST or None, instance=charte, departement=departement)
    return saisir(request, form, titre=f"Modifier : {charte}", **_retour(departement))


def supprimer(request, pk):
    """Supprime une charte notée par erreur."""
    charte = _modifiable(request, pk)
    return confirmer_suppression(request, charte, **_retour(charte.entreprise.departement_id))


def _modifiable(request, pk):
    chartes = Charte.objects.modifiables_par(request.user).select_related("entreprise")
    return get_object_or_404(chartes, pk=pk)


def _retour(departement):
    adresse = reverse("paqte:animation", args=[departement])
    return {"retour": f"{adresse}#chartes", "parent": "Animation du PAQTE"}
