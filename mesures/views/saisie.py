"""Saisir : le niveau d'une mesure, une valeur, une appréciation ; contester et répondre."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from quartiers.acces import reserve_a_la_saisie
from quartiers.saisie import saisir
from quartiers.saisie import supprimer as confirmer_suppression

from ..forms.saisie import (
    AppreciationForm,
    CadreForm,
    ChangementDeNiveauForm,
    ContestationForm,
    ReponseForm,
    ValeurForm,
)
from ..models import Appreciation, ChangementDeNiveau, Contestation, Indicateur, Mesure, Valeur


def niveau(request, code):
    """Change le niveau d'engagement d'une mesure : l'ancien reste dans son histoire."""
    mesure = get_object_or_404(Mesure.objects.modifiables_par(request.user), code=code)
    changement = ChangementDeNiveau(mesure=mesure, par=request.user, le=timezone.localdate())
    form = ChangementDeNiveauForm(request.POST or None, instance=changement)
    return _saisir(request, form, f"Changer le niveau de la mesure {mesure.code}", mesure)


def cadre(request, code):
    """Le CGET donne le chef de file d'une mesure et son classement."""
    if not request.user.est_cget:
        raise Http404
    mesure = get_object_or_404(Mesure.objects.modifiables_par(request.user), code=code)
    form = CadreForm(request.POST or None, instance=mesure)
    return _saisir(request, form, f"Chef de file et classement de la mesure {code}", mesure)


def valeur_ajouter(request, code):
    """Ajoute une valeur à un indicateur."""
    indicateurs = Indicateur.objects.modifiables_par(request.user).select_related("mesure")
    indicateur = get_object_or_404(indicateurs, code=code)
    nouvelle = Valeur(indicateur=indicateur, par=request.user)
    form = ValeurForm(request.POST or None, instance=nouvelle)
    return _saisir(request, form, f"Ajouter une valeur : {indicateur}", indicateur.mesure)


def valeur(request, pk):
    """Corrige une valeur ; l'ancienne reste dans son historique."""
    existante = _valeur_modifiable(request, pk)
    existante.par = request.user
    form = ValeurForm(request.POST or None, instance=existante)
    mesure = existante.indicateur.mesure
    return _saisir(request, form, f"Corriger une valeur : {existante.indicateur}", mesure)


def valeur_supprimer(request, pk):
    """Supprime une valeur saisie par erreur."""
    existante = _valeur_modifiable(request, pk)
    mesure = existante.indicateur.mesure
    if existante.est_contestee:
        messages.error(request, "Une préfecture conteste cette valeur : répondez-lui d’abord.")
        return redirect(mesure)
    return confirmer_suppression(
        request, existante, retour=mesure.get_absolute_url(), parent=f"Mesure {mesure.code}"
    )


@reserve_a_la_saisie
def apprecier(request, code):
    """Le préfet dit où en est la mesure dans son département."""
    mesure = get_object_or_404(Mesure.objects.visibles_par(request.user), code=code)
    appreciation = Appreciation(mesure=mesure, par=request.user)
    form = AppreciationForm(request.POST or None, instance=appreciation, user=request.user)
    return _saisir(request, form, f"Apprécier la mesure {mesure.code}", mesure)


def contester(request, pk):
    """La préfecture propose une autre valeur pour son territoire."""
    valeurs = Valeur.objects.contestables_par(request.user)
    contestee = get_object_or_404(
        valeurs.select_related("indicateur__mesure", "departement", "quartier"), pk=pk
    )
    nouvelle = Contestation(
        valeur=contestee, departement_id=contestee.code_departement, par=request.user
    )
    form = ContestationForm(request.POST or None, instance=nouvelle)
    return saisir(
        request,
        form,
        titre="Proposer une autre valeur",
        retour=contestee.indicateur.mesure.get_absolute_url(),
        parent=f"Mesure {contestee.indicateur.mesure.code}",
        gabarit="mesures/contester.html",
        valeur=contestee,
    )


def contestation(request, pk):
    """Une contestation, et la réponse du ministère."""
    visibles = Contestation.objects.visibles_par(request.user).select_related(
        "valeur__indicateur__mesure", "departement", "par"
    )
    existante = get_object_or_404(visibles, pk=pk)
    decidable = Contestation.objects.decidables_par(request.user).filter(pk=pk).exists()
    vue = {"vue": existante.valeur.affichage}
    form = ReponseForm(request.POST or None, initial=vue)
    if request.method == "POST":
        if not decidable:
            raise PermissionDenied
        if form.is_valid():
            return _trancher(request, existante, form.cleaned_data)
    contexte = {"contestation": existante, "form": form, "decidable": decidable}
    return render(
        request, "mesures/contestation.html", contexte, status=422 if form.is_bound else 200
    )


def _trancher(request, existante, donnees):
    try:
        existante.trancher(request.user, "accepter" in request.POST, **donnees)
    except ValidationError as erreur:
        messages.error(request, " ".join(erreur.messages))
    else:
        messages.success(request, "Votre réponse est enregistrée.")
    return redirect("mesures:contestation", existante.pk)


def _valeur_modifiable(request, pk):
    valeurs = Valeur.objects.modifiables_par(request.user)
    return get_object_or_404(valeurs.select_related("indicateur__mesure", "quartier"), pk=pk)


def _saisir(request, form, titre, mesure):
    retour = mesure.get_absolute_url()
    return saisir(request, form, titre=titre, retour=retour, parent=f"Mesure {mesure.code}")
