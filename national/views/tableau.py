"""Le tableau national du CGET, sa version pour une préfecture de région, et sa note."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify

from comptes.acces import journalise
from comptes.models import JournalAcces
from remontees.pdf import rendre_pdf_en_une_page, telecharger_pdf
from socle.listes import lister_lignes

from .. import contours
from ..acces import reserve_au_suivi
from ..exports import SuiviNationalResource
from ..forms import NationalForm
from ..note import dresser_note
from ..tableau import dresser, imprimer, montrer


@reserve_au_suivi
@journalise(JournalAcces.Page.REFERENTS)
def tableau(request):
    """Complétude, délais, référents, protocoles, PAQTE, pacte de Dijon : qui appeler."""
    form = NationalForm(request.GET, user=request.user)
    contexte = montrer(form)
    return lister_lignes(
        request,
        form,
        contexte["suivi"].lignes,
        SuiviNationalResource(),
        "suivi-national",
        "national/tableau.html",
        titre=form.titre,
        cherche_region=form.recherche_de_region,
        region=form.filtre_de_region,
        dates=form.dates,
        cartes=form.fields["carte"].choices,
        nom_de_carte=form.nom_de_carte,
        en_tuiles=form.choix.get("dessin") == "tuiles",
        **contexte,
    )


@reserve_au_suivi
def note(request):
    """Le même tableau en une page A4 : ce qui est atteint, en retard, silencieux ; qui manque."""
    form = NationalForm(request.GET, user=request.user)
    if not form.is_valid():
        # Un filtre faux ne filtre rien : la page le dit, un PDF ne le dirait pas.
        return redirect(reverse("national:tableau", query=request.GET))
    contexte = dresser(form)
    chiffres = (contexte[nom] for nom in ("suivi", "paqte", "contrats"))
    la_note = dresser_note(form, *chiffres)
    contexte |= {"note": la_note, "carte": contours.imprimer(contexte["carte"])}
    abreges = [{"abregee": True}]
    octets = rendre_pdf_en_une_page("national/note_pdf.html", contexte, retranches=abreges)
    return telecharger_pdf(octets, f"{slugify(la_note.titre)}-{la_note.le}.pdf")


@reserve_au_suivi
@journalise(JournalAcces.Page.REFERENTS)
def pdf(request):
    """Le tableau entier en PDF, aux mêmes filtres, avec sa carte et ses dessins."""
    form = NationalForm(request.GET, user=request.user)
    if not form.is_valid():
        return redirect(reverse("national:tableau", query=request.GET))
    nom, octets = imprimer(form)
    return telecharger_pdf(octets, nom)
