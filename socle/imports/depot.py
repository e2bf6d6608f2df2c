"""Déposer un fichier, confirmer son aperçu, l'annuler : les mêmes gestes pour tous les imports."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render, resolve_url

from ..exports import joindre
from ..forms.imports import ConfirmationForm
from .annulation import Annulation
from .moteur import ImportRefuse


def deposer(
    request, form_class, journaux, *, apercu, gabarit, arguments=(), champs=None, **contexte
):
    """Garde le fichier qu'a lu le formulaire et mène à son aperçu ; le montre sinon.

    `journaux` (requête d'`ImportDeFichier`) garde les dépôts, avec ces `champs` ; `apercu` nomme
    l'adresse de l'aperçu, qu'`arguments` précise avant la clé du dépôt.
    """
    form = form_class(request.POST or None, request.FILES or None)
    if form.is_valid():
        journal = journaux.deposer(request.user, form.liste, form.octets, **champs or {})
        return redirect(apercu, *arguments, journal.pk)
    contexte["faits"] = journaux.faits()[:10]
    return render(request, gabarit, contexte | {"form": form}, status=422 if form.is_bound else 200)


@transaction.atomic
def confirmer(
    request, pk, journaux, *, lire, analyser, appliquer, depot, fini, gabarit, suite=None
):
    """Montre l'aperçu du fichier que l'utilisateur a déposé, puis l'importe s'il le confirme.

    `analyser(liste)` rend l'aperçu ; `appliquer(liste, journal)` importe et le rend aussi ;
    `suite(apercu)` est ce qui n'a lieu qu'une fois l'import confirmé. `depot` et `fini` sont les
    adresses, ou leurs noms, du dépôt et de ce qui suit l'import. Confirmer deux fois n'importe
    qu'une.
    """
    deposes = journaux.filter(fait_par=request.user).select_for_update()
    journal = get_object_or_404(deposes, pk=pk)
    if journal.fait_le:
        return redirect(fini)
    liste = lire(bytes(journal.contenu), journal.fichier)
    if request.method == "POST":
        form = _importer(request, liste, journal, appliquer)
        if form.is_valid():
            if suite:
                suite(form.apercu)
            messages.success(request, f"Le fichier « {journal.fichier} » est importé.")
            return redirect(fini)
    else:
        form = ConfirmationForm(apercu=analyser(liste))
    contexte = {"journal": journal, "apercu": form.apercu, "form": form, "liste": liste}
    contexte["depot"] = resolve_url(depot)
    return render(request, gabarit, contexte, status=422 if form.is_bound else 200)


def _importer(request, liste, journal, appliquer):
    """Importe, et défait tout si ce n'est pas ce que l'aperçu a montré ; rend le formulaire."""
    with transaction.atomic():
        try:
            apercu = appliquer(liste, journal)
        except ImportRefuse as refus:
            apercu = refus.apercu
        form = ConfirmationForm(request.POST, apercu=apercu)
        if not form.is_valid():
            transaction.set_rollback(True)
    return form


@transaction.atomic
def annuler(request, pk, journaux, *, retour, **fil):
    """Montre ce que défait l'annulation d'un import, puis l'annule ; mène à `retour`."""
    faits = journaux.filter(fait_le__isnull=False, effet__isnull=False)
    journal = get_object_or_404(faits.select_for_update(), pk=pk)
    if request.method == "POST":
        try:
            journal.annuler(request.user)
        except ValidationError:
            # La page redit pourquoi, d'après ce qui est vrai maintenant.
            pass
        else:
            messages.success(request, f"L’import du fichier « {journal.fichier} » est annulé.")
            return redirect(retour)
    contexte = fil | {
        "journal": journal,
        "lignes": Annulation(journal.effet).lignes(),
        "obstacles": journal.obstacles(),
        "retour": resolve_url(retour),
    }
    statut = 422 if request.method == "POST" else 200
    return render(request, "composants/annulation.html", contexte, status=statut)


def telecharger(pk, journaux):
    """Rend le fichier d'un import tel qu'il fut déposé ; Http404 s'il n'est plus gardé."""
    journal = get_object_or_404(
        journaux.filter(fait_le__isnull=False, contenu__isnull=False), pk=pk
    )
    return joindre(bytes(journal.contenu), journal.fichier, "application/octet-stream")
