"""Les pages de la connexion par ProConnect : aller, revenir, quitter."""

import json
import logging

from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..acces import suite_sure
from ..proconnect import (
    ECHECS,
    ID_TOKEN,
    LONGUEUR_DES_ALEAS,
    SUITE,
    Refus,
    client,
    exigences,
    identite_de,
    rattacher,
)
from ..second_facteur import PROUVE_AILLEURS

journal = logging.getLogger(__name__)


@login_not_required
@require_safe
def commencer(request):
    """Envoie la personne s'identifier chez ProConnect."""
    request.session[SUITE] = request.GET.get("next", "")
    try:
        return client().authorize_redirect(
            request,
            request.build_absolute_uri(reverse("proconnect_retour")),
            state=generate_token(LONGUEUR_DES_ALEAS),
            nonce=generate_token(LONGUEUR_DES_ALEAS),
            claims=json.dumps({"id_token": {"amr": {"essential": True}}}),
        )
    except ECHECS as erreur:
        return _echec(request, erreur)


@login_not_required
@require_safe
def retour(request):
    """Reçoit la personne que ProConnect renvoie, et ouvre la session de son compte."""
    try:
        jetons = client().authorize_access_token(request, claims_options=exigences(), leeway=30)
        identite = identite_de(jetons)
        utilisateur = rattacher(identite["sub"], identite.get("email", ""))
    except Refus as refus:
        return render(request, "comptes/proconnect_refus.html", {"refus": refus}, status=403)
    except ECHECS as erreur:
        return _echec(request, erreur)
    suite = request.session.get(SUITE, "")
    login(request, utilisateur, backend="django.contrib.auth.backends.ModelBackend")
    request.session[ID_TOKEN] = jetons["id_token"]
    request.session[PROUVE_AILLEURS] = "mfa" in jetons["userinfo"].get("amr", ())
    return redirect(suite_sure(request, suite))


def _echec(request, erreur):
    """Ramène à la page de connexion en disant que ProConnect n'a pas abouti."""
    # Ce texte vient de l'adresse demandée : rien n'y passe à la ligne du journal.
    journal.warning("Connexion par ProConnect refusée : %r", str(erreur))
    messages.error(
        request,
        "La connexion par ProConnect n’a pas abouti. Recommencez, ou employez un mot de passe.",
    )
    return redirect("connexion")


def quitter(request, id_token):
    """Page qui mène fermer la session de ProConnect ; None s'il ne répond pas.

    La politique de contenu interdit à un formulaire de mener hors du portail : une page le fait.
    """
    try:
        depart = client().logout_redirect(
            request,
            request.build_absolute_uri(reverse("proconnect_quitte")),
            id_token,
            state=generate_token(LONGUEUR_DES_ALEAS),
        )
    except (*ECHECS, RuntimeError):
        return None
    return render(request, "comptes/proconnect_quitter.html", {"adresse": depart.url})


@login_not_required
@require_safe
def quitte(request):
    """Retour de ProConnect, session fermée."""
    try:
        client().validate_logout_response(request)
    except OAuthError:
        return redirect("connexion")
    messages.success(request, "Vous êtes déconnecté du portail et de ProConnect.")
    return redirect("connexion")
