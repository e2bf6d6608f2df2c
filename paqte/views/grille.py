"""La grille des résultats d'un bilan : à télécharger, à déposer remplie, à confirmer."""

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import slugify

from socle.exports import joindre, telecharger_tableau
from socle.formats import FORMATS
from socle.imports import depot

from ..classeur import classer
from ..forms.grille import DepotDeGrilleForm
from ..grille import MODELE, TITRES, analyser_grille, appliquer_grille, grille
from ..models import Bilan, Entreprise, ImportResultats


def telecharger(request, periode, territoire, extension):
    """La grille à remplir, en XLSX, ODS ou CSV ; `?entreprise=` n'en donne que celle-là.

    En XLSX, `?feuilles=entreprises` donne une feuille à chacune.
    """
    bilan = _a_remplir(request, periode, territoire)
    nom = f"resultats-paqte-{periode}-{territoire}"
    entreprise = None
    if demandee := request.GET.get("entreprise"):
        entreprises = Entreprise.objects.du(bilan.departement)
        entreprise = get_object_or_404(entreprises, siren=demandee)
        nom = f"{nom}-{slugify(entreprise.nom)[:40]}"
    donnees = grille(bilan, entreprise)
    if extension == "xlsx":
        octets = classer(donnees, par_entreprise="feuilles" in request.GET)
        return joindre(octets, f"{nom}.xlsx", FORMATS["xlsx"].type_mime)
    donnees.headers = TITRES.values()
    return telecharger_tableau(donnees, extension, nom)


def deposer(request, periode, territoire):
    """Dépôt d'une grille remplie : lue aussitôt, elle attend sa confirmation."""
    bilan = _a_remplir(request, periode, territoire)
    return depot.deposer(
        request,
        partial(DepotDeGrilleForm, bilan=bilan),
        ImportResultats.objects,
        apercu="paqte:grille_confirmer",
        arguments=(periode, territoire),
        gabarit="paqte/grille.html",
        bilan=bilan,
        # Deux conventions d'une entreprise ne font qu'un fichier.
        entreprises={c.entreprise.siren: c.entreprise for c in bilan.conventions}.values(),
    )


def confirmer(request, periode, territoire, pk):
    """Aperçu d'une grille déposée, puis sa confirmation."""
    bilan = _a_remplir(request, periode, territoire)
    return depot.confirmer(
        request,
        pk,
        ImportResultats.objects.all(),
        lire=MODELE.lire_liste,
        analyser=partial(analyser_grille, bilan=bilan),
        appliquer=partial(appliquer_grille, bilan=bilan),
        depot=reverse("paqte:grille", args=[periode, territoire]),
        fini=bilan.get_absolute_url(),
        gabarit="paqte/grille_apercu.html",
    )


def _a_remplir(request, periode, territoire):
    bilan = Bilan.objects.ouvrir(request.user, periode, territoire)
    if not bilan.a_remplir_par(request.user):
        raise Http404
    return bilan
