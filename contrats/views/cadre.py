"""Pages du cadre national : textes, conventions nationales, pacte de Dijon et sa matrice."""

from django.shortcuts import render

from mesures.models import Axe
from socle.listes import lister, lister_lignes
from socle.ordre import francais

from ..dijon import matrice
from ..exports import DijonResource, EngagementNationalResource
from ..filters import EngagementNationalFilter
from ..forms.cadre import MatriceForm
from ..models import ContratDeVille, ConventionNationale, EngagementDijon, EngagementNational

# Au-delà, une colonne par contrat ne se lit plus : les contrats sont nommés dans leur case.
CONTRATS_EN_COLONNES = 40


def cadre(request):
    """Le cadre : la chronologie, les trois enjeux, les engagements de chacun."""
    contexte = {
        "axes": Axe.objects.all(),
        "dijon": EngagementDijon.objects.count(),
        "conventions": ConventionNationale.objects.count(),
    }
    return render(request, "contrats/cadre.html", contexte)


def conventions_nationales(request):
    """Les engagements des 22 conventions nationales, à reprendre dans un protocole."""
    engagements = EngagementNational.objects.select_related("convention", "parent")
    filtre = EngagementNationalFilter(request.GET, engagements, request=request)
    return lister(
        request,
        filtre,
        EngagementNationalResource(),
        "conventions-nationales",
        "contrats/convention_nationale_liste.html",
        titre="Conventions nationales",
        contrat=filtre.form.choix.get("contrat"),
    )


def dijon(request):
    """La matrice : 42 engagements du pacte, et les contrats visibles qui les déclinent."""
    contrats = ContratDeVille.objects.visibles_par(request.user)
    form = MatriceForm(request.GET, user=request.user)
    contrats = form.limiter(contrats.en_vigueur(form.date)).order_by(francais("nom"))
    return lister_lignes(
        request,
        form,
        form.choisir(matrice(contrats, form.date)),
        DijonResource(),
        "pacte-de-dijon",
        "contrats/dijon.html",
        titre="Pacte de Dijon",
        au=form.date,
        contrats=contrats,
        region=form.choix.get("region"),
        departement=form.choix.get("departement"),
        en_colonnes=0 < len(contrats) <= CONTRATS_EN_COLONNES,
    )
