"""Les listes des mesures : valeurs, contestations, alertes ; recherche, filtres, tri, export."""

from quartiers.models import Departement
from socle.listes import lister, lister_lignes, paginer

from ..alertes import chercher_alertes
from ..exports import AlerteResource, ContestationResource, ValeurResource
from ..filters import ContestationFilter, ValeurFilter
from ..forms.tableau import AlerteForm
from ..models import Contestation, Mesure, Valeur


def valeurs(request):
    """Les valeurs visibles de tous les indicateurs."""
    visibles = Valeur.objects.visibles_par(request.user).avec_relations()
    visibles = visibles.prefetch_related("contestations__valeur__indicateur")
    filtre = ValeurFilter(request.GET, visibles, request=request)
    return lister(
        request,
        filtre,
        ValeurResource(),
        "valeurs",
        "mesures/valeur_liste.html",
        titre="Valeurs des indicateurs",
        modifiables=set(Mesure.objects.modifiables_par(request.user).values_list("pk", flat=True)),
    )


def contestations(request):
    """Les valeurs contestées par les préfectures."""
    visibles = Contestation.objects.visibles_par(request.user).select_related(
        "valeur__indicateur__mesure", "departement"
    )
    filtre = ContestationFilter(request.GET, visibles, request=request)
    return lister(
        request,
        filtre,
        ContestationResource(),
        "contestations",
        "mesures/contestation_liste.html",
        titre="Valeurs contestées",
    )


def alertes(request):
    """Ce qui appelle l'attention dans les départements dont la personne lit les valeurs."""
    departements = Departement.objects.visibles_par(request.user)
    form = AlerteForm(request.GET, departements=departements)
    choisi = form.choix.get("departement")
    codes = {choisi.pk} if choisi else set(request.user.codes_departements)
    # Ce que doit un ministère ne se lit pas dans un département.
    nation = request.user.est_national and choisi is None
    lignes = form.choisir(chercher_alertes(form.date, codes, nation=nation))
    return lister_lignes(
        request,
        form,
        lignes,
        AlerteResource(),
        "alertes",
        "mesures/alerte_liste.html",
        titre="Alertes sur les indicateurs",
        page_obj=paginer(request, lignes),
        date=form.date,
    )
