"""Confirmer un fichier déposé : l'aperçu puis l'import, les mêmes pour tous les imports."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render, resolve_url

from .forms import ConfirmationForm


@transaction.atomic
def confirmer(request, pk, journaux, *, lire, analyser, appliquer, depot, fini, gabarit):
    """Montre l'aperçu du fichier que l'utilisateur a déposé, puis l'importe s'il le confirme.

    `journaux` (requête d'`ImportDeFichier`) garde les dépôts ; `analyser(liste)` rend l'aperçu et
    `appliquer(liste, journal)` importe. `depot` et `fini` sont les adresses, ou leurs noms, du
    dépôt et de ce qui suit l'import. Confirmer deux fois n'importe qu'une.
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
    contexte = {
        "journal": journal,
        "apercu": apercu,
        "form": form,
        "liste": liste,
        "depot": resolve_url(depot),
    }
    return render(request, gabarit, contexte, status=422 if form.is_bound else 200)
