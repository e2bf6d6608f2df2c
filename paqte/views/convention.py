"""Pages des conventions PAQTE et de leurs résultats semestriels."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from quartiers.acces import reserve_a_la_saisie
from remontees.historique import modifications
from remontees.periodes import Semestre
from socle.listes import EnDeuxTemps, lister, paginer
from socle.saisie import confirmer_suppression, saisir

from ..coherence import incoherences
from ..exports import ConventionResource
from ..filters import ConventionFilter
from ..forms.convention import ConventionForm
from ..forms.resultats import ResultatsForm
from ..models import Bilan, Charte, Convention, Entreprise


def liste(request):
    """Les conventions visibles : recherche, filtres, tri, totaux, export."""
    courant = Semestre.courant()
    conventions = (
        Convention.objects.visibles_par(request.user)
        .select_related("entreprise__departement")
        .prefetch_related("axes")
    )
    filtre = ConventionFilter(request.GET, conventions.avec_reponse(courant), request=request)
    return lister(
        request,
        filtre,
        ConventionResource(),
        "conventions-paqte",
        "paqte/convention_liste.html",
        EnDeuxTemps,
        titre="Conventions du PAQTE",
        entreprises=filtre.qs.nombre_d_entreprises(),
        semestre=courant,
    )


def detail(request, pk):
    """Une convention : engagements, cibles, résultats, exemples, historique."""
    convention = get_object_or_404(
        Convention.objects.visibles_par(request.user).select_related("entreprise__departement"),
        pk=pk,
    )
    modifiable = convention.entreprise.departement_id in request.user.codes_departements_modifiables
    contexte = {
        "convention": convention,
        "situation": convention.entreprise.situation(),
        "tableau": convention.tableau(),
        "reponses": convention.reponses.order_by("-semestre"),
        "incoherences": [
            *incoherences(convention.resultats.order_by("semestre")),
            *incoherences(convention.cibles),
        ],
        "exemples": convention.exemples.select_related("axe"),
        "historique": convention.history.select_related("history_user")[:20],
        "page_obj": paginer(request, modifications(convention)),
        "modifiable": modifiable,
    }
    return render(request, "paqte/convention.html", contexte)


@reserve_a_la_saisie
def ajouter(request):
    """Enregistre une convention et ses cibles."""
    initial = {"entreprise": request.GET.get("entreprise")} | _d_une_charte(request)
    form = ConventionForm(request.POST or None, initial=initial, user=request.user)
    return _saisir(request, form, "Ajouter une convention", reverse("paqte:conventions"))


def _d_une_charte(request):
    """Rend ce que préremplit la charte que nomme l'adresse."""
    cle = request.GET.get("charte", "")
    chartes = Charte.objects.modifiables_par(request.user)
    if not cle.isdecimal() or (charte := chartes.filter(pk=cle).first()) is None:
        return {}
    return {
        "entreprise": charte.entreprise_id,
        "issue_charte": True,
        "fin_charte": charte.fin_le,
    }


def modifier(request, pk):
    """Modifie une convention et ses cibles."""
    convention = _modifiable(request, pk)
    form = ConventionForm(request.POST or None, instance=convention, user=request.user)
    return _saisir(
        request, form, f"Modifier la convention {convention}", convention.get_absolute_url()
    )


def _saisir(request, form, titre, retour):
    return saisir(
        request,
        form,
        titre=titre,
        retour=retour,
        parent="Conventions",
        vers=Convention.get_absolute_url,
        gabarit="paqte/convention_form.html",
        sans_entreprise=not Entreprise.objects.modifiables_par(request.user).exists(),
    )


def supprimer(request, pk):
    """Supprime une convention saisie par erreur, tant qu'elle n'a ni résultat ni exemple."""
    convention = _modifiable(request, pk)
    if not convention.est_vide:
        messages.error(
            request, "Cette convention a des résultats ou des exemples : elle ne se supprime pas."
        )
        return redirect(convention)
    return confirmer_suppression(
        request,
        convention,
        retour=convention.get_absolute_url(),
        parent="Conventions",
        apres=reverse("paqte:conventions"),
    )


def resultats(request, pk, semestre):
    """Saisit les résultats et les exemples d'une convention pour un semestre.

    Mène ensuite au bilan du semestre (`?retour=bilan`), d'où l'on venait, sinon à la convention.
    """
    convention = _modifiable(request, pk)
    if semestre not in convention.semestres():
        raise Http404
    retour = convention.get_absolute_url()
    if request.GET.get("retour") == "bilan":
        retour = reverse("paqte:bilan", args=[semestre, convention.entreprise.departement_id])
    saisis = convention.resultats.filter(semestre=semestre)
    bilans = Bilan.objects.de(semestre, convention.entreprise.departement_id)

    def suivre(reponse):
        for incoherence in incoherences(saisis):
            messages.warning(request, incoherence)
        # Une ligne vide attend alors l'exemple suivant.
        return request.get_full_path() if "ajouter" in request.POST else retour

    return saisir(
        request,
        ResultatsForm(request.POST or None, convention=convention, semestre=semestre),
        titre=f"Résultats du {semestre.libelle}, {convention.entreprise}",
        retour=retour,
        parent=convention.entreprise,
        vers=suivre,
        gabarit="paqte/resultats.html",
        en_passant=True,
        incoherences=incoherences(saisis),
        bilan_transmis=bilans.filter(etat__in=Bilan.TRANSMISES).first(),
        convention=convention,
        semestre=semestre,
    )


def _modifiable(request, pk):
    conventions = Convention.objects.modifiables_par(request.user)
    return get_object_or_404(conventions.select_related("entreprise__departement"), pk=pk)
