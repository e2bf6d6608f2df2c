"""L'évolution : mêmes dessins pour la nation, une région, un département."""

from django.shortcuts import get_object_or_404, render

from quartiers.models import Departement
from remontees.periodes import Annee, Semestre

from ..acces import reserve_au_suivi
from ..evolution import dresser_evolution
from ..forms import PerimetreForm


@reserve_au_suivi
def evolution(request):
    """Les courbes de la nation, ou de la région choisie."""
    form = PerimetreForm(request.GET, user=request.user)
    contexte = dresser_evolution(form.choisis, form.periodes_choisies)
    contexte |= {"filtre": {"form": form}, "titre": f"Évolution, {form.perimetre}"}
    contexte["choix"] = form.dates["annee"] + form.filtre_de_region
    return render(request, "national/evolution.html", contexte)


def du_departement(request, departement):
    """Les mêmes courbes, d'un seul département."""
    suivis = Departement.objects.suivis_par(request.user).select_related("region")
    lui = get_object_or_404(suivis, pk=departement)
    periodes = {Semestre: Semestre.courant(), Annee: Annee.ouvertes()[0]}
    contexte = dresser_evolution(suivis.filter(pk=lui.pk), periodes)
    choix = f"&departement={lui.pk}"
    contexte |= {"departement": lui, "titre": f"Évolution, {lui}", "choix": choix}
    return render(request, "national/evolution.html", contexte)
