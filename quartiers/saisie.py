"""Enregistrer et supprimer : les deux gestes de toutes les pages de saisie, écrits une fois."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render

SAISIE = "composants/saisie.html"


def saisir(request, form, *, titre, retour, parent, vers=None, gabarit=SAISIE, **contexte):
    """Montre le formulaire (ou jeu de formulaires) ; valide, l'enregistre.

    Mène alors à `vers(objet)` si on le donne, sinon à l'adresse `retour`, celle d'« Annuler ».
    `parent` nomme la page de `retour` dans le fil d'Ariane.
    """
    if form.is_valid():
        with transaction.atomic():
            objet = form.save()
        messages.success(request, f"{titre} : c’est enregistré.")
        return redirect(vers(objet) if vers else retour)
    contexte |= {"form": form, "titre": titre, "retour": retour, "parent": parent}
    status = 422 if form.is_bound else 200
    return render(request, gabarit, contexte, status=status)


def supprimer(request, objet, *, retour, parent, apres=None):
    """Demande confirmation, puis supprime l'objet et mène à l'adresse `apres` (sinon `retour`)."""
    if request.method == "POST":
        nom = str(objet)
        with transaction.atomic():
            objet.delete()
        messages.success(request, f"« {nom} » est supprimé.")
        return redirect(apres or retour)
    contexte = {"objet": objet, "retour": retour, "parent": parent}
    return render(request, "composants/suppression.html", contexte)
