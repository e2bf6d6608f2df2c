"""La page d'une mesure, et ce qui s'y écrit : niveau, chef de file, appréciation du préfet."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from quartiers.acces import reserve_a_la_saisie
from socle.saisie import saisir

from ..fiche import fiche
from ..forms.mesure import AppreciationForm, CadreForm, ChangementDeNiveauForm
from ..models import Appreciation, ChangementDeNiveau, Mesure


def detail(request, code):
    """Une mesure : niveau et histoire, indicateurs, valeurs, contrats qui la déclinent."""
    mesures = (
        Mesure.objects.visibles_par(request.user)
        .au(timezone.localdate())
        .select_related("thematique__axe", "thematique__programme", "chef_de_file")
    )
    mesure = get_object_or_404(mesures, code=code)
    return render(request, "mesures/mesure.html", fiche(mesure, request.user))


def niveau(request, code):
    """Change le niveau d'engagement d'une mesure : l'ancien reste dans son histoire."""
    mesure = get_object_or_404(Mesure.objects.modifiables_par(request.user), code=code)
    changement = ChangementDeNiveau(mesure=mesure, par=request.user, le=timezone.localdate())
    form = ChangementDeNiveauForm(request.POST or None, instance=changement)
    return saisir_sur(request, form, f"Changer le niveau de la mesure {mesure.code}", mesure)


def cadre(request, code):
    """Le CGET donne le chef de file d'une mesure et son classement."""
    if not request.user.est_cget:
        raise Http404
    mesure = get_object_or_404(Mesure.objects.modifiables_par(request.user), code=code)
    form = CadreForm(request.POST or None, instance=mesure)
    return saisir_sur(request, form, f"Chef de file et classement de la mesure {code}", mesure)


@reserve_a_la_saisie
def apprecier(request, code):
    """Le préfet dit où en est la mesure dans son département."""
    mesure = get_object_or_404(Mesure.objects.visibles_par(request.user), code=code)
    appreciation = Appreciation(mesure=mesure, par=request.user)
    form = AppreciationForm(request.POST or None, instance=appreciation, user=request.user)
    return saisir_sur(request, form, f"Apprécier la mesure {mesure.code}", mesure)


def saisir_sur(request, form, titre, mesure):
    """Saisit ce qui tient à `mesure`, et y revient (voir `socle.saisie.saisir`)."""
    retour = mesure.get_absolute_url()
    return saisir(request, form, titre=titre, retour=retour, parent=f"Mesure {mesure.code}")
