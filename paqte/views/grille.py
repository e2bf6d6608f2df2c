"""La grille des résultats d'un bilan : à télécharger, à déposer remplie, à confirmer."""

from functools import partial

from django.http import Http404
from django.urls import reverse

from socle.exports import telecharger_tableau
from socle.imports import depot

from ..forms.grille import DepotDeGrilleForm
from ..grille import MODELE, analyser_grille, appliquer_grille, grille
from ..models import Bilan, ImportResultats


def telecharger(request, periode, territoire, extension):
    """La grille à remplir, en XLSX, ODS ou CSV."""
    bilan = _a_remplir(request, periode, territoire)
    nom = f"resultats-paqte-{periode}-{territoire}"
    return telecharger_tableau(grille(bilan), extension, nom)


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
