"""Le tableau de bord des mesures, et son PDF."""

from dataclasses import replace

from django.shortcuts import redirect
from django.urls import reverse

from quartiers.models import Departement
from remontees.pdf import rendre_pdf, telecharger_pdf
from socle.listes import lister_lignes

from ..exports import TableauResource
from ..forms.tableau import TableauForm
from ..models import Contestation
from ..tableau import dresser_tableau


def tableau(request):
    """Les mesures à une date : filtres, comptes par niveau, comparaison, vue d'un territoire."""
    form, mesures = _dresser(request)
    lignes = form.choisir(mesures.lignes)
    axes = dict.fromkeys(ligne.mesure.thematique.axe for ligne in lignes)
    return lister_lignes(
        request,
        form,
        lignes,
        TableauResource(),
        "mesures",
        "mesures/tableau.html",
        titre="Les 40 mesures",
        sommaire=[(axe, f"axe-{axe.rang}") for axe in axes],
        tableau=mesures,
        retenues=replace(mesures, lignes=lignes),
        contestations=Contestation.objects.decidables_par(request.user).ouvertes().count(),
    )


def pdf(request):
    """Le même tableau en PDF, dans la mise en page de l'annexe 3."""
    form, mesures = _dresser(request)
    if not form.is_valid():
        # Un filtre faux ne filtre rien : la page le dit, un PDF ne le dirait pas.
        return redirect(reverse("mesures:tableau", query=request.GET))
    lignes = form.choisir(mesures.lignes)
    contexte = {
        "tableau": mesures,
        "lignes": lignes,
        "retenues": replace(mesures, lignes=lignes),
        "filtres": form.filtres,
    }
    octets = rendre_pdf("mesures/tableau_pdf.html", contexte)
    departement = form.choix.get("departement")
    nom = f"mesures-{departement.pk}" if departement else "mesures"
    return telecharger_pdf(octets, f"{nom}-{mesures.au.isoformat()}.pdf")


def _dresser(request):
    departements = Departement.objects.suivis_par(request.user)
    form = TableauForm(request.GET, departements=departements)
    choix = form.choix
    return form, dresser_tableau(
        request.user, form.date, choix.get("depuis"), choix.get("departement")
    )
