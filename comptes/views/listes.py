"""La liste qu'une personne garde telle quelle : ses filtres, son tri, ses colonnes."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ..acces import suite_sure

LONGUEUR_MAXIMALE = 2000
LISTES_MAXIMALES = 50


@require_POST
def garder(request):
    """Garde la liste `adresse` (chemin et recherche) ; sans recherche, l'oublie."""
    adresse = request.POST.get("adresse", "")
    morceaux = urlsplit(adresse)
    trop = morceaux.path not in request.user.listes and len(request.user.listes) > LISTES_MAXIMALES
    if trop or len(adresse) > LONGUEUR_MAXIMALE or suite_sure(request, adresse) != adresse:
        raise BadRequest
    request.user.garder_la_liste(morceaux.path, morceaux.query)
    message = "gardée : elle s’ouvrira ainsi" if morceaux.query else "oubliée"
    messages.success(request, f"Votre liste habituelle est {message}.")
    return redirect(adresse if morceaux.query else f"{morceaux.path}?tout=oui")
