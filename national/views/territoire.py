"""La fiche territoriale d'un département, en page et en PDF d'une page."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from quartiers.atlas import HAUTEUR_IMPRIMEE
from quartiers.models import Departement
from remontees.pdf import rendre_pdf_en_une_page, telecharger_pdf

from ..territoire import dresser_fiche

# Ce que garde la fiche imprimée, de contrats, jusqu'à tenir sur sa page.
CONTRATS_IMPRIMES, DE_MOINS_EN_MOINS = 16, (6, 3)


def _fiche(request, code, **options):
    suivis = Departement.objects.suivis_par(request.user).select_related("region", "referent")
    if lui := suivis.filter(pk=code):
        return dresser_fiche(lui, timezone.localdate(), **options)
    raise Http404


def fiche(request, departement):
    """Les quartiers d'un département sur la carte, et où il en est de tout."""
    return render(request, "national/territoire.html", _fiche(request, departement))


def pdf(request, departement):
    """La même fiche, sur une page A4."""
    octets = rendre_pdf_en_une_page(
        "national/territoire_pdf.html",
        _fiche(request, departement, hauteur=HAUTEUR_IMPRIMEE)
        | {"contrats_au_plus": CONTRATS_IMPRIMES},
        [{"contrats_au_plus": nombre} for nombre in DE_MOINS_EN_MOINS],
    )
    return telecharger_pdf(octets, f"fiche-{departement}.pdf")
