"""Le rapport sur l'atteinte des objectifs, que le CGET doit au Premier ministre ; et son PDF."""

from django.shortcuts import redirect
from django.urls import reverse

from remontees.pdf import rendre_pdf, telecharger_pdf
from socle.listes import lister_lignes

from ..exports import ObjectifResource
from ..forms.tableau import ObjectifForm
from ..objectifs import compter, dresser_objectifs


def objectifs(request):
    """Chaque objectif à une date : atteint, en route, en retard, muet."""
    form = ObjectifForm(request.GET)
    tous = dresser_objectifs(request.user, form.date)
    return lister_lignes(
        request,
        form,
        form.choisir(tous),
        ObjectifResource(),
        "objectifs",
        "mesures/objectif_liste.html",
        titre="Atteinte des objectifs",
        au=form.date,
        comptes=compter(tous),
        total=len(tous),
    )


def pdf(request):
    """Le même rapport en PDF."""
    form = ObjectifForm(request.GET)
    if not form.is_valid():
        # Un filtre faux ne filtre rien : la page le dit, un PDF ne le dirait pas.
        return redirect(reverse("mesures:objectifs", query=request.GET))
    tous = dresser_objectifs(request.user, form.date)
    contexte = {
        "au": form.date,
        "lignes": form.choisir(tous),
        "comptes": compter(tous),
        "total": len(tous),
        "filtres": form.filtres,
    }
    octets = rendre_pdf("mesures/objectifs_pdf.html", contexte)
    return telecharger_pdf(octets, f"objectifs-{form.date.isoformat()}.pdf")
