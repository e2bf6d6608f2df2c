"""Pages des contrats de ville : liste, fiche, saisie, signataires, abattements, réunion."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from quartiers import atlas
from quartiers.acces import reserve_a_la_saisie
from socle.francais import compter, ecrire_nombre
from socle.listes import lister
from socle.saisie import confirmer_suppression, saisir

from ..exports import ContratResource
from ..filters import ContratFilter
from ..forms.contrat import ContratForm, ReunionForm
from ..forms.lignes import (
    AbattementFormSet,
    ExonerationFormSet,
    ProlongationFormSet,
    SignataireFormSet,
)
from ..models import ContratDeVille


def liste(request):
    """Les contrats visibles : recherche, filtres, tri, export."""
    contrats = (
        ContratDeVille.objects.visibles_par(request.user)
        .select_related("departement", "protocole", "reuni_dans")
        .avec_comptes(timezone.localdate())
    )
    filtre = ContratFilter(request.GET, contrats, request=request)
    return lister(
        request,
        filtre,
        ContratResource(),
        "contrats-de-ville",
        "contrats/contrat_liste.html",
        titre="Contrats de ville",
    )


def _intituler_l_atlas(contrat, quartiers):
    """Dit en une phrase ce que montre le dessin : combien de quartiers, du moins au plus peuplé."""
    connus = [quartier for quartier in quartiers if quartier.population is not None]
    phrase = f"{contrat} : {compter(len(quartiers), 'quartier prioritaire')}"
    if len(connus) > 1:
        connus.sort(key=lambda quartier: quartier.population)
        moins, plus = connus[0], connus[-1]
        phrase += (
            f", de {compter(moins.population, 'habitant')} ({moins.nom}) "
            f"à {ecrire_nombre(plus.population)} ({plus.nom})"
        )
    return phrase


def detail(request, pk):
    """Un contrat : porteur, quartiers, signataires, abattements, protocole, projets, cibles."""
    contrats = ContratDeVille.objects.visibles_par(request.user)
    contrat = get_object_or_404(
        contrats.select_related("departement", "reuni_dans", "protocole", "succede_a"), pk=pk
    )
    autres = contrats.en_vigueur(timezone.localdate()).exclude(pk=pk)
    quartiers = list(
        contrat.quartiers.select_related("contour").prefetch_related(
            "nouveaux", Prefetch("contrats", autres, to_attr="contrats_courants")
        )
    )
    contexte = {
        "contrat": contrat,
        "quartiers": quartiers,
        "titre_de_l_atlas": _intituler_l_atlas(contrat, quartiers),
        "atlas": atlas.dessiner(
            contrat.departement_id, quartiers, lambda quartier: [quartier], serre=True
        ),
        "cibles": contrat.cibles.select_related("indicateur"),
        "prolongations": contrat.prolongations.select_related("texte"),
        "historique": contrat.history.select_related("history_user")[:20],
        "modifiable": contrat.est_modifiable_par(request.user),
    }
    return render(request, "contrats/contrat.html", contexte)


@reserve_a_la_saisie
def ajouter(request):
    """Enregistre un contrat de ville."""
    form = ContratForm(request.POST or None, user=request.user)
    return saisir(
        request,
        form,
        titre="Ajouter un contrat de ville",
        retour=reverse("contrats:contrats"),
        parent="Contrats de ville",
        vers=ContratDeVille.get_absolute_url,
    )


def modifier(request, pk):
    """Modifie un contrat."""
    contrat = contrat_modifiable(request, pk)
    form = ContratForm(request.POST or None, instance=contrat, user=request.user)
    return _saisir(request, contrat, form, "Modifier le contrat", en_passant=True)


def signataires(request, pk):
    """Tient la liste des signataires."""
    return _tenir(request, pk, SignataireFormSet, "signataires", "Signataires")


def abattements(request, pk):
    """Tient la liste des abattements de taxe foncière."""
    return _tenir(request, pk, AbattementFormSet, "abattements", "Abattements de TFPB")


def exonerations(request, pk):
    """Tient la liste des exonérations des commerces de proximité."""
    titre = "Exonérations des commerces de proximité"
    return _tenir(request, pk, ExonerationFormSet, "exonerations", titre)


def prolongations(request, pk):
    """Tient la liste des prolongations ; la dernière donne la fin du contrat."""
    return _tenir(request, pk, ProlongationFormSet, "prolongations", "Prolongations")


def reunir(request, pk):
    """Choisit les contrats communaux que réunit un contrat d'agglomération."""
    contrat = contrat_modifiable(request, pk)
    form = ReunionForm(request.POST or None, contrat=contrat, user=request.user)
    return _saisir(request, contrat, form, "Réunir des contrats")


def supprimer(request, pk):
    """Supprime un contrat saisi par erreur, tant que rien n'en dépend."""
    contrat = contrat_modifiable(request, pk)
    if not contrat.est_vide:
        messages.error(
            request,
            "Ce contrat a un protocole, des signataires, des mesures fiscales, des projets, des "
            "cibles, des prolongations ou des contrats réunis : il ne se supprime pas.",
        )
        return redirect(contrat)
    return confirmer_suppression(
        request,
        contrat,
        retour=contrat.get_absolute_url(),
        parent=contrat.nom,
        apres=reverse("contrats:contrats"),
    )


def contrat_modifiable(request, pk):
    """Rend le contrat que `request.user` peut modifier ; lève Http404 sinon."""
    contrats = ContratDeVille.objects.modifiables_par(request.user)
    return get_object_or_404(contrats.select_related("departement__region", "protocole"), pk=pk)


def _tenir(request, pk, lignes, prefixe, titre):
    contrat = contrat_modifiable(request, pk)
    form = lignes(request.POST or None, instance=contrat, prefix=prefixe)
    return _saisir(request, contrat, form, titre, gabarit="contrats/lignes.html")


def _saisir(request, contrat, form, titre, **suite):
    retour = contrat.get_absolute_url()
    return saisir(request, form, titre=titre, retour=retour, parent=contrat.nom, **suite)
