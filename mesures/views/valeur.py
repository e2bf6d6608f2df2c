"""Les valeurs d'un indicateur : ajouter, corriger, retirer."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from ..forms.mesure import RetraitForm
from ..forms.valeur import ValeurForm
from ..models import Indicateur, Valeur
from .mesure import saisir_sur


def valeur_ajouter(request, code):
    """Ajoute une valeur à un indicateur."""
    indicateurs = Indicateur.objects.modifiables_par(request.user).saisissables()
    indicateur = get_object_or_404(indicateurs.select_related("mesure"), code=code)
    nouvelle = Valeur(indicateur=indicateur, par=request.user)
    form = ValeurForm(request.POST or None, instance=nouvelle)
    return saisir_sur(request, form, f"Ajouter une valeur : {indicateur}", indicateur.mesure)


def valeur(request, pk):
    """Corrige une valeur ; l'ancienne reste dans son historique."""
    existante = _valeur_modifiable(request, pk)
    existante.par = request.user
    form = ValeurForm(request.POST or None, instance=existante)
    mesure = existante.indicateur.mesure
    return saisir_sur(request, form, f"Corriger une valeur : {existante.indicateur}", mesure)


def valeur_supprimer(request, pk):
    """Retire une valeur saisie par erreur ; son histoire et le motif restent."""
    existante = _valeur_modifiable(request, pk)
    mesure = existante.indicateur.mesure
    if existante.est_contestee:
        messages.error(request, "Une préfecture conteste cette valeur : répondez-lui d’abord.")
        return redirect(mesure)
    form = RetraitForm(request.POST or None, objet=existante, user=request.user)
    return saisir_sur(request, form, f"Retirer {existante.designation}", mesure)


def _valeur_modifiable(request, pk):
    valeurs = Valeur.objects.modifiables_par(request.user)
    return get_object_or_404(valeurs.select_related("indicateur__mesure", "quartier"), pk=pk)
