"""Pages de la synthèse du 15 mars (voir `remontees.views.remontee.Pages`), et sa jauge."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from quartiers.models import Departement
from remontees.views.remontee import Pages

from ..forms.synthese import SyntheseForm
from ..models import Synthese

pages = Pages(
    modele=Synthese,
    formulaire=SyntheseForm,
    gabarit_liste="contrats/synthese_liste.html",
    gabarit_saisie="contrats/synthese_form.html",
)


@require_POST
def jauge(request, periode, territoire):
    """La place que prendrait le texte en cours d'écriture, sans rien enregistrer."""
    siens = Departement.objects.modifiables_par(request.user).select_related("region")
    synthese = Synthese(departement=get_object_or_404(siens, code=territoire), periode=periode)
    form = SyntheseForm(request.POST, instance=synthese)
    if not form.is_valid():
        return HttpResponse(status=422)
    return render(request, "remontees/_jauge.html", {"remontee": form.instance})
