"""Déposer un fichier, puis le confirmer sur son aperçu : les mêmes gestes pour tous les imports."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render, resolve_url

from ..forms.imports import ConfirmationForm


def deposer(request, form_class, journaux, *, apercu, gabarit, arguments=(), **contexte):
    """Garde le fichier qu'a lu le formulaire et mène à son aperçu ; le montre sinon.

    `journaux` (requête d'`ImportDeFichier`) garde les dépôts ; `apercu` nomme l'adresse de
    l'aperçu, qu'`arguments` précise avant la clé du dépôt.
    """
    form = form_class(request.POST or None, request.FILES or None)
    if form.is_valid():
        journal = journaux.deposer(request.user, form.liste, form.octets)
        return redirect(apercu, *arguments, journal.pk)
    return render(request, gabarit, contexte | {"form": form}, status=422 if form.is_bound else 200)


@transaction.atomic
def confirmer(request, pk, journaux, *, lire, analyser, appliquer, depot, fini, gabarit):
    """Montre l'aperçu du fichier que l'utilisateur a déposé, puis l'importe s'il le confirme.

    `analyser(liste)` rend l'aperçu et `appliquer(liste, journal)` importe. `depot` et `fini` sont
    les adresses, ou leurs noms, du dépôt et de ce qui suit l'import. Confirmer deux fois n'importe
    qu'une.
    """
    deposes = journaux.filter(fait_par=request.user).select_for_update()
    journal = get_object_or_404(deposes, pk=pk)
    if journal.fait_le:
        return redirect(fini)
    liste = lire(bytes(journal.contenu), journal.fichier)
    apercu = analyser(liste)
    form = ConfirmationForm(request.POST if request.method == "POST" else None, apercu=apercu)
    if apercu.est_importable and form.is_valid():
        appliquer(liste, journal)
        messages.success(request, f"Le fichier « {journal.fichier} » est importé.")
        return redirect(fini)
    contexte = {"journal": journal, "apercu": apercu, "form": form, "liste": liste}
    contexte["depot"] = resolve_url(depot)
    return render(request, gabarit, contexte, status=422 if form.is_bound else 200)
