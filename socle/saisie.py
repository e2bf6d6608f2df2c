"""Enregistrer et supprimer : les deux gestes de toutes les pages de saisie, écrits une fois."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms import BaseFormSet
from django.shortcuts import redirect, render

from . import en_passant as passant

SAISIE = "composants/saisie.html"
# Au plus, dans un jeu de lignes ; celles d'une base d'avant cette borne s'ouvrent encore.
LIGNES_AU_PLUS = {"max_num": 100, "validate_max": True, "absolute_max": 200}
DEFINITIVE = "Cette suppression ne s’annule pas ; l’historique en garde la trace."
DEJA_ENREGISTRE = (
    "Un enregistrement vient d’être fait avec les mêmes données, par vous ou quelqu’un d’autre : "
    "vérifiez avant de recommencer."
)


def saisir(
    request,
    form,
    *,
    titre,
    retour,
    parent,
    vers=None,
    gabarit=SAISIE,
    en_passant=False,
    **contexte,
):
    """Montre le formulaire (ou jeu de formulaires) ; valide, l'enregistre.

    Mène alors à `vers(objet)` si on le donne, sinon à l'adresse `retour`, celle d'« Annuler ».
    `parent` nomme la page de `retour` dans le fil d'Ariane. `en_passant` : un `FusionForm`, que le
    navigateur enregistre aussi pendant qu'on écrit.
    """
    if en_passant and form.is_bound and passant.est_en_passant(request):
        return _enregistrer_en_passant(form)
    if form.is_bound and (objet := _enregistrer(form)) is not None:
        messages.success(request, f"{titre} : c’est enregistré.")
        return redirect(f"{vers(objet) if vers else retour}{passant.repere(request)}")
    contexte |= {
        "form": form,
        "titre": titre,
        "retour": retour,
        "parent": parent,
        "en_passant": en_passant,
    }
    status = 422 if form.is_bound else 200
    return render(request, gabarit, contexte, status=status)


def _enregistrer(form):
    """Valide et enregistre en une transaction ; rend l'objet, ou None si la saisie est refusée.

    Ce que la validation a lu et verrouillé est encore vrai quand on enregistre.
    """
    try:
        with transaction.atomic():
            return form.save() if form.is_valid() else None
    except (IntegrityError, ValidationError) as erreur:
        _refuser(form, getattr(erreur, "messages", [DEJA_ENREGISTRE]))
        return None


def _enregistrer_en_passant(form):
    """Enregistre sans page, mais jamais sur ce qu'un autre a enregistré entre-temps."""
    form.en_passant = True
    if _enregistrer(form) is not None:
        return passant.enregistre(form.caches())
    if form.depassee:
        return passant.refus(409, passant.ENTRE_TEMPS)
    return passant.refus(422, passant.A_CORRIGER, form.parties)


def _refuser(form, motifs):
    """Ajoute des erreurs générales à un formulaire, ou à un jeu de formulaires."""
    if isinstance(form, BaseFormSet):
        form.non_form_errors().extend(motifs)
    else:
        form.add_error(None, motifs)


def confirmer_suppression(
    request, objet, *, retour, parent, apres=None, consequence="", annulation=DEFINITIVE
):
    """Demande confirmation, puis supprime l'objet et mène à l'adresse `apres` (sinon `retour`).

    `consequence` dit ce que la suppression emporte ; `annulation`, si elle se défait.
    """
    if request.method == "POST":
        nom = str(objet)
        with transaction.atomic():
            objet.delete()
        messages.success(request, f"Suppression faite : « {nom} ».")
        return redirect(apres or retour)
    contexte = {
        "objet": objet,
        "retour": retour,
        "parent": parent,
        "consequence": consequence,
        "annulation": annulation,
    }
    return render(request, "composants/suppression.html", contexte)
