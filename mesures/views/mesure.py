"""La page d'une mesure, et ce qui s'y écrit : niveau, chef de file, appréciation du préfet."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from quartiers.acces import reserve_a_la_saisie
from socle.saisie import saisir

from ..fiche import fiche
from ..forms.mesure import AppreciationForm, CadreForm, ChangementDeNiveauForm, RetraitForm
from ..models import Appreciation, ChangementDeNiveau, Mesure


def detail(request, code):
    """Une mesure : niveau et histoire, indicateurs, valeurs, contrats qui la déclinent."""
    mesures = Mesure.objects.visibles_par(request.user).select_related(
        "thematique__axe", "thematique__programme", "chef_de_file"
    )
    mesure = get_object_or_404(mesures, code=code)
    return render(request, "mesures/mesure.html", fiche(mesure, request.user))


def niveau(request, code):
    """Change le niveau d'engagement d'une mesure : l'ancien reste dans son histoire."""
    mesure = get_object_or_404(Mesure.objects.modifiables_par(request.user), code=code)
    changement = ChangementDeNiveau(mesure=mesure, par=request.user, le=timezone.localdate())
    form = ChangementDeNiveauForm(request.POST or None, instance=changement)
    return saisir_sur(request, form, f"Changer le niveau de la mesure {mesure.code}", mesure)


def niveau_retirer(request, pk):
    """Retire un niveau saisi par erreur : il ne compte plus, et reste lisible."""
    retirables = ChangementDeNiveau.objects.modifiables_par(request.user).retirables()
    changement = get_object_or_404(retirables.select_related("mesure"), pk=pk)
    form = RetraitForm(request.POST or None, objet=changement, user=request.user)
    return saisir_sur(request, form, f"Retirer le niveau « {changement} »", changement.mesure)


def cadre(request, code):
    """Le CGET donne le chef de file d'une mesure et son classement."""
    if not request.user.est_cget:
        raise Http404
    mesure = get_object_or_404(Mesure.objects.modifiables_par(request.user), code=code)
    form = CadreForm(request.POST or None, instance=mesure)
    return saisir_sur(request, form, f"Chef de file et classement de la mesure {code}", mesure)


@reserve_a_la_saisie
def apprecier(request, code):
    """Le préfet dit où en est la mesure dans son département ; un agent le lui propose."""
    mesure = get_object_or_404(Mesure.objects.visibles_par(request.user), code=code)
    appreciation = Appreciation(mesure=mesure)
    form = AppreciationForm(request.POST or None, instance=appreciation, user=request.user)
    return saisir_sur(request, form, f"Apprécier la mesure {mesure.code}", mesure)


@require_POST
def valider(request, pk):
    """Un valideur valide, ou écarte, l'appréciation qu'un agent lui propose."""
    visibles = Appreciation.objects.modifiables_par(request.user)
    appreciation = get_object_or_404(visibles.select_related("departement", "mesure"), pk=pk)
    ecarte = "ecarter" in request.POST
    try:
        (appreciation.ecarter if ecarte else appreciation.valider)(request.user)
    except ValidationError as erreur:
        messages.error(request, " ".join(erreur.messages))
    else:
        messages.success(request, f"L’appréciation est {'écartée' if ecarte else 'validée'}.")
    return redirect(f"{appreciation.mesure.get_absolute_url()}#appreciations")


def saisir_sur(request, form, titre, mesure):
    """Saisit ce qui tient à `mesure`, et y revient (voir `socle.saisie.saisir`)."""
    retour = mesure.get_absolute_url()
    return saisir(request, form, titre=titre, retour=retour, parent=f"Mesure {mesure.code}")
