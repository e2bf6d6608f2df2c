"""Les relances : leur journal, et celles qu'on envoie à la main."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from comptes.acces import reserve_a
from comptes.models import Utilisateur
from socle.francais import compter
from socle.listes import lister

from ..courriel_des_campagnes import preparer_relance
from ..exports import RelanceResource
from ..filters import RelanceFilter
from ..forms.relance import RappelForm
from ..models import Campagne, RefusDeRelances, Relance
from ..relances import attendues, injoignables, preparer_le_rappel, rappeler

reserve_a_qui_rappelle = reserve_a(*Utilisateur.RELANCENT)


def liste(request):
    """Les relances reçues ; toutes, pour le CGET."""
    relances = Relance.objects.visibles_par(request.user).select_related(
        "campagne", "utilisateur", "departement", "region", "par"
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
        ouvertes=Campagne.objects.ouvertes() if request.user.peut_relancer else (),
        injoignables=injoignables(request.user) if request.user.peut_relancer else (),
    )


@reserve_a_qui_rappelle
def envoyer(request, pk):
    """Rappelle à la main, à une ou plusieurs préfectures, ce qu'attend une campagne ouverte."""
    campagne = get_object_or_404(Campagne.objects.ouvertes(), pk=pk)
    suivis = set(campagne.Territoire.objects.suivis_par(request.user).values_list("pk", flat=True))
    lignes = [a for a in attendues(campagne) if a.due.territoire.pk in suivis]
    saisie = request.POST if request.method == "POST" else None
    form = RappelForm(saisie, attendues=lignes)
    contexte = {"campagne": campagne, "attendues": lignes, "form": form}
    if form.is_valid():
        choisies, mot = form.choisies, form.cleaned_data["mot"]
        if "confirmer" in request.POST:
            faits = rappeler(request.user, choisies, mot)
            messages.success(
                request, f"{compter(len(faits), 'rappel envoyé')} ; le journal les garde."
            )
            return redirect("relances")
        envois = preparer_le_rappel(request.user, choisies, mot)
        contexte |= {"envois": envois, "message": preparer_relance(envois[0])}
        return render(request, "remontees/rappel_apercu.html", contexte)
    return render(request, "remontees/rappel.html", contexte, status=422 if form.errors else 200)


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
