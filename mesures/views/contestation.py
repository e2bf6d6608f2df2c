"""Contester une valeur, et répondre à la préfecture qui la conteste."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render

from socle.saisie import saisir

from ..forms.contestation import ContestationForm, ReponseForm
from ..models import Contestation, Valeur


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
        if _trancher(request, existante, form):
            messages.success(request, "Votre réponse est enregistrée.")
            return redirect("mesures:contestation", pk)
        # La page du refus montre la valeur d'aujourd'hui : la prochaine réponse vaut pour elle.
        form.data = form.data.copy()
        form.data["vue"] = vue["vue"]
    contexte = {"contestation": existante, "form": form, "decidable": decidable}
    return render(
        request, "mesures/contestation.html", contexte, status=422 if form.is_bound else 200
    )


def _trancher(request, existante, form):
    """Répond à la préfecture si le formulaire est juste ; un refus s'y lit, et rend faux."""
    if form.is_valid():
        try:
            existante.trancher(request.user, "accepter" in request.POST, **form.cleaned_data)
        except ValidationError as erreur:
            form.add_error(None, erreur.messages)
    return form.is_valid()
