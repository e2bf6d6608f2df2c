"""Pages du protocole d'engagements renforcés et réciproques d'un contrat."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify

from remontees.odt import telecharger_odt
from remontees.pdf import rendre_pdf, telecharger_pdf
from socle.listes import EnDeuxTemps, lister
from socle.saisie import confirmer_suppression, saisir

from ..exports import EngagementResource
from ..filters import EngagementFilter
from ..forms.lignes import EtapeFormSet
from ..forms.protocole import EngagementForm, ProtocoleForm
from ..models import (
    Avancement,
    ContratDeVille,
    Engagement,
    EngagementDijon,
    EngagementNational,
    GrandProjet,
    Protocole,
)
from ..reciproques import apparier, expliquer
from .contrat import contrat_modifiable

GABARIT_PDF = "contrats/protocole_pdf.html"


def detail(request, pk):
    """Le protocole d'un contrat et ses engagements."""
    contrat = _visible(request, pk)
    contexte = _contexte(contrat)
    contexte |= {
        "a_completer": contexte["protocole"].a_completer(),
        "modifiable": contrat.est_modifiable_par(request.user),
        "a_renover": ContratDeVille.objects.avec_renovation(timezone.localdate())
        .avec_texte_de_renovation()
        .get(pk=pk),
    }
    return render(request, "contrats/protocole.html", contexte)


def pdf(request, pk):
    """Le protocole en PDF, avec ses engagements et le cadre des signatures."""
    contexte, nom = _a_imprimer(_visible(request, pk))
    return telecharger_pdf(rendre_pdf(GABARIT_PDF, contexte), f"{nom}.pdf")


def odt(request, pk):
    """Le même protocole, en document de travail."""
    contexte, nom = _a_imprimer(_visible(request, pk))
    return telecharger_odt(GABARIT_PDF, contexte, nom)


def modifier(request, pk):
    """Écrit le protocole : avancement, principes, participation."""
    protocole = Protocole.objects.ouvrir(contrat_modifiable(request, pk))
    form = ProtocoleForm(request.POST or None, instance=protocole)
    return _saisir(request, form, "Modifier le protocole", protocole, en_passant=True)


def engagements(request):
    """Les engagements visibles : recherche, filtres, tri, export."""
    visibles = Engagement.objects.visibles_par(request.user).select_related("protocole__contrat")
    filtre = EngagementFilter(request.GET, visibles.avec_declinaison(), request=request)
    return lister(
        request,
        filtre,
        EngagementResource(),
        "engagements",
        "contrats/engagement_liste.html",
        EnDeuxTemps,
        titre="Engagements des protocoles",
        **filtre.qs.resumer(timezone.localdate()),
    )


def engagement_ajouter(request, pk):
    """Ajoute un engagement, repris au besoin d'une convention nationale ou d'un grand projet."""
    protocole = Protocole.objects.ouvrir(contrat_modifiable(request, pk))
    form = EngagementForm(
        request.POST or None,
        instance=Engagement(protocole=protocole),
        initial=_repris(request, protocole.contrat),
    )
    return _saisir_l_engagement(request, form, "Ajouter un engagement", protocole)


def engagement(request, pk):
    """Modifie un engagement."""
    existant = _engagement_modifiable(request, pk)
    form = EngagementForm(request.POST or None, instance=existant)
    protocole = existant.protocole
    return _saisir_l_engagement(request, form, "Modifier l’engagement", protocole, en_passant=True)


def etapes(request, pk):
    """Tient les étapes datées d'un engagement."""
    engagement = _engagement_modifiable(request, pk)
    form = EtapeFormSet(request.POST or None, instance=engagement, prefix="etapes")
    return saisir(
        request,
        form,
        titre="Étapes de l’engagement",
        retour=engagement.protocole.get_absolute_url(),
        parent="Protocole",
        gabarit="contrats/lignes.html",
        sujet=engagement.texte,
    )


def engagement_supprimer(request, pk):
    """Supprime un engagement, après confirmation."""
    existant = _engagement_modifiable(request, pk)
    return confirmer_suppression(
        request, existant, retour=existant.protocole.get_absolute_url(), parent="Protocole"
    )


def _repris(request, contrat):
    """Rend les valeurs initiales que nomme l'adresse : engagement national, grand projet."""
    initial = {}
    for nom, modeles in (
        ("engagement_national", EngagementNational.objects.all()),
        ("projet", GrandProjet.objects.filter(contrat=contrat)),
    ):
        cle = request.GET.get(nom, "")
        if cle.isdecimal() and (modele := modeles.filter(pk=cle).first()):
            initial |= {nom: modele.pk, "texte": getattr(modele, "texte", "")}
    return initial


def _visible(request, pk):
    contrats = ContratDeVille.objects.visibles_par(request.user)
    return get_object_or_404(contrats.select_related("departement__region", "protocole"), pk=pk)


def _contexte(contrat):
    return {
        "contrat": contrat,
        "protocole": Protocole.objects.ouvrir(contrat),
        "engagements": Engagement.objects.filter(protocole__contrat=contrat).avec_declinaison(),
    }


def _a_imprimer(contrat):
    """Rend le contexte du document imprimé, et son nom sans extension."""
    contexte = _contexte(contrat)
    engagements = list(contexte["engagements"].actifs())
    contexte |= {
        "partenaires": contrat.partenaires(),
        "quartiers": contrat.quartiers.order_by("communes", "nom"),
        "projets": contrat.projets.all(),
        "abattements": contrat.abattements.all(),
        "paires": apparier(engagements),
        "explications": expliquer(engagements),
        "projet": contrat.avancement != Avancement.SIGNE,
    }
    return contexte, f"protocole-{contrat.departement_id}-{slugify(contrat.nom)}"


def _engagement_modifiable(request, pk):
    engagements = Engagement.objects.modifiables_par(request.user)
    return get_object_or_404(engagements.select_related("protocole__contrat"), pk=pk)


def _saisir(request, form, titre, protocole, **suite):
    retour = protocole.get_absolute_url()
    return saisir(request, form, titre=titre, retour=retour, parent="Protocole", **suite)


def _saisir_l_engagement(request, form, titre, protocole, **suite):
    return _saisir(
        request,
        form,
        titre,
        protocole,
        gabarit="contrats/engagement_form.html",
        engagements_de_dijon=EngagementDijon.objects.select_related("domaine"),
        **suite,
    )
