"""Pages du bilan semestriel (voir `remontees.views.remontee.Pages`)."""

from django.http import Http404

from remontees.views.remontee import Pages

from ..forms.bilan import BilanForm
from ..models import Bilan

pages = Pages(
    modele=Bilan,
    formulaire=BilanForm,
    gabarit_liste="paqte/bilan_liste.html",
    gabarit_saisie="paqte/bilan_form.html",
)


def a_remplir(request, periode, territoire):
    """Rend le bilan que cette personne remplit.

    Lève Http404 s'il n'est pas à elle, s'il est parti, ou si sa période est fermée.
    """
    bilan = Bilan.objects.ouvrir(request.user, periode, territoire)
    if not bilan.a_remplir_par(request.user) or bilan.periode_fermee_le:
        raise Http404
    return bilan
