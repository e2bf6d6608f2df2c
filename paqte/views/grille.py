"""La grille des résultats d'un bilan : à télécharger, à déposer remplie, à confirmer."""

from functools import partial

from django.http import Http404
from django.urls import reverse
from django.utils.text import slugify

from socle.exports import joindre, telecharger_tableau
from socle.formats import FORMATS
from socle.imports import depot

from ..classeur import classer
from ..forms.grille import DepotDeGrilleForm
from ..grille import MODELE, TITRES, grille
from ..models import Entreprise, ImportResultats
from ..resources import analyser_grille, appliquer_grille
from .bilan import a_remplir


def telecharger(request, periode, territoire, extension):
    """La grille à remplir, en XLSX, ODS ou CSV ; `?entreprise=` n'en donne que celle-là.

    En XLSX, `?feuilles=entreprises` donne une feuille à chacune.
    """
    bilan = a_remplir(request, periode, territoire)
    nom = f"resultats-paqte-{periode}-{territoire}"
    entreprise = None
    if demandee := request.GET.get("entreprise"):
        # Deux établissements d'une entreprise ne font qu'une grille.
        siennes = Entreprise.objects.du(bilan.departement).filter(siren=demandee)
        if (entreprise := siennes.first()) is None:
            raise Http404
        nom = f"{nom}-{slugify(entreprise.nom)[:40]}"
    donnees = grille(bilan, entreprise)
    if extension == "xlsx":
        octets = classer(donnees, par_entreprise="feuilles" in request.GET)
        return joindre(octets, f"{nom}.xlsx", FORMATS["xlsx"].type_mime)
    donnees.headers = TITRES.values()
    return telecharger_tableau(donnees, extension, nom)


def deposer(request, periode, territoire):
    """Dépôt d'une grille remplie : lue aussitôt, elle attend sa confirmation."""
    bilan = a_remplir(request, periode, territoire)
    return depot.deposer(
        request,
        partial(DepotDeGrilleForm, bilan=bilan),
        ImportResultats.objects.du(bilan),
        champs={"bilan": bilan},
        apercu="paqte:grille_confirmer",
        arguments=(periode, territoire),
        gabarit="paqte/grille.html",
        bilan=bilan,
        # Deux conventions d'une entreprise ne font qu'un fichier.
        entreprises={c.entreprise.siren: c.entreprise for c in bilan.conventions}.values(),
    )


def confirmer(request, periode, territoire, pk):
    """Aperçu d'une grille déposée, puis sa confirmation."""
    bilan = a_remplir(request, periode, territoire)
    return depot.confirmer(
        request,
        pk,
        ImportResultats.objects.du(bilan),
        lire=MODELE.lire_liste,
        analyser=partial(analyser_grille, bilan=bilan),
        appliquer=partial(appliquer_grille, bilan=bilan),
        depot=_depot(bilan),
        fini=bilan.get_absolute_url(),
        gabarit="paqte/grille_apercu.html",
    )


def annuler(request, periode, territoire, pk):
    """Annule un import de la grille, après en avoir montré l'effet."""
    bilan = a_remplir(request, periode, territoire)
    return depot.annuler(
        request,
        pk,
        ImportResultats.objects.du(bilan),
        retour=_depot(bilan),
        parent="Remplir hors du portail",
    )


def fichier(request, periode, territoire, pk):
    """La grille d'un import, telle qu'elle fut déposée."""
    bilan = a_remplir(request, periode, territoire)
    return depot.telecharger(pk, ImportResultats.objects.du(bilan))


def _depot(bilan):
    return reverse("paqte:grille", args=[bilan.periode, bilan.departement_id])
