"""Les délais : une préfecture en demande un, le CGET l'accorde ou le refuse."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from comptes.acces import reserve_au_cget
from socle.saisie import saisir

from ..forms.prolongation import DecisionDeProlongationForm, DemandeDeProlongationForm
from ..models import Campagne, Prolongation

LIEES = ("campagne", "departement", "region", "demandee_par", "decidee_par")


def demander(request, pk, code):
    """La préfecture demande un délai pour une campagne, et lit ce qui fut répondu avant."""
    campagne = get_object_or_404(Campagne.objects.ouvertes(), pk=pk)
    siens = campagne.Territoire.objects.modifiables_par(request.user)
    territoire = get_object_or_404(siens, code=code)
    if not campagne.concerne(code):
        raise Http404
    sienne = {territoire._meta.model_name: territoire}
    neuve = Prolongation(campagne=campagne, **sienne)
    return saisir(
        request,
        DemandeDeProlongationForm(request.POST or None, instance=neuve, user=request.user),
        titre=f"Demander un délai : {neuve}",
        retour=reverse("accueil"),
        parent="Tableau de bord",
        gabarit="remontees/prolonger.html",
        deja=campagne.prolongations.filter(**sienne).select_related(*LIEES),
        echeance=campagne.echeance_de(code),
    )


@reserve_au_cget
def liste(request):
    """Les délais demandés, ceux qui attendent d'abord, et ce qui en fut décidé."""
    toutes = Prolongation.objects.decidables_par(request.user).select_related(*LIEES)
    contexte = {
        "demandees": toutes.demandees(),
        "decidees": toutes.exclude(etat=Prolongation.Etat.DEMANDEE)[:200],
    }
    return render(request, "remontees/prolongations.html", contexte)


@reserve_au_cget
def decider(request, pk):
    """Le CGET accorde ou refuse un délai, et dit pourquoi."""
    decidables = Prolongation.objects.decidables_par(request.user).select_related(*LIEES)
    prolongation = get_object_or_404(decidables, pk=pk)
    if prolongation.etat != Prolongation.Etat.DEMANDEE:
        messages.info(request, f"Cette demande est {prolongation.get_etat_display().lower()}.")
        return redirect("prolongations")
    form = DecisionDeProlongationForm(
        request.POST or None, prolongation=prolongation, user=request.user
    )
    return saisir(
        request,
        form,
        titre=f"Délai demandé : {prolongation}",
        retour=reverse("prolongations"),
        parent="Délais demandés",
        gabarit="remontees/prolongation.html",
        prolongation=prolongation,
        echeance=prolongation.campagne.echeance_de(prolongation.territoire.pk),
    )
