"""Pages des grands projets, et leur fiche publique."""

from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify

from remontees.pdf import telecharger_pdf
from socle.listes import lister
from socle.saisie import confirmer_suppression, saisir

from ..exports import ProjetResource
from ..fiche import imprimer_la_fiche
from ..filters import ProjetFilter
from ..forms.projet import ProjetForm
from ..models import GrandProjet
from .contrat import contrat_modifiable


def liste(request):
    """Les grands projets visibles : recherche, filtres, tri, export."""
    projets = (
        GrandProjet.objects.visibles_par(request.user)
        .select_related("contrat__departement")
        .prefetch_related("quartiers")
    )
    filtre = ProjetFilter(request.GET, projets, request=request)
    return lister(
        request,
        filtre,
        ProjetResource(),
        "grands-projets",
        "contrats/projet_liste.html",
        titre="Grands projets",
    )


def detail(request, pk):
    """Un grand projet et les engagements qui le portent."""
    projet = _visible(request, pk)
    modifiable = projet.contrat.est_modifiable_par(request.user)
    engagements = projet.engagements_ranges()
    contexte = {"projet": projet, "engagements": engagements, "modifiable": modifiable}
    return render(request, "contrats/projet.html", contexte)


def pdf(request, pk):
    """La fiche publique du projet, sur une page, que les habitants reconnaissent."""
    projet = _visible(request, pk)
    return telecharger_pdf(imprimer_la_fiche(projet), f"projet-{slugify(projet.nom)}.pdf")


def ajouter(request, pk):
    """Ajoute un grand projet à un contrat."""
    contrat = contrat_modifiable(request, pk)
    form = ProjetForm(request.POST or None, instance=GrandProjet(contrat=contrat))
    return saisir(
        request,
        form,
        titre="Ajouter un grand projet",
        retour=contrat.get_absolute_url(),
        parent=contrat.nom,
        vers=GrandProjet.get_absolute_url,
    )


def modifier(request, pk):
    """Modifie un grand projet."""
    projet = _modifiable(request, pk)
    form = ProjetForm(request.POST or None, instance=projet)
    retour = projet.get_absolute_url()
    return saisir(request, form, titre="Modifier le projet", retour=retour, parent=projet.nom)


def supprimer(request, pk):
    """Supprime un grand projet ; ses engagements restent au protocole."""
    projet = _modifiable(request, pk)
    return confirmer_suppression(
        request,
        projet,
        retour=projet.get_absolute_url(),
        parent=projet.nom,
        apres=projet.contrat.get_absolute_url(),
    )


def _visible(request, pk):
    projets = GrandProjet.objects.visibles_par(request.user)
    return get_object_or_404(projets.select_related("contrat__departement__region"), pk=pk)


def _modifiable(request, pk):
    projets = GrandProjet.objects.modifiables_par(request.user).select_related("contrat")
    return get_object_or_404(projets, pk=pk)
