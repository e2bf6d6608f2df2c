"""Connexion par ProConnect, l'OpenID Connect des agents de l'État (facultative, voir réglages).

Authlib tient le protocole : découverte, état, nonce, PKCE, signature, émetteur, audience, dates.
"""

import json
import logging
from functools import cache

import requests
from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from .acces import suite_sure
from .models import Utilisateur
from .second_facteur import PROUVE_AILLEURS

journal = logging.getLogger(__name__)

ALGORITHMES = ["RS256", "ES256"]
# ProConnect refuse un état ou un nonce de moins de 32 caractères.
LONGUEUR_DES_ALEAS = 48
ECHECS = (OAuthError, JoseError, requests.RequestException, ValueError)
ID_TOKEN, SUITE = "proconnect_id_token", "proconnect_suite"


class Refus(Exception):
    """ProConnect a reconnu la personne, mais aucun compte du portail ne lui est ouvert."""


@cache
def client():
    """Rend le client de ProConnect, une fois ses adresses lues. Lève Http404 sans réglage."""
    if not settings.PROCONNECT_DECOUVERTE:
        raise Http404
    application = OAuth().register(
        "proconnect",
        client_id=settings.PROCONNECT_CLIENT_ID,
        client_secret=settings.PROCONNECT_CLIENT_SECRET,
        server_metadata_url=settings.PROCONNECT_DECOUVERTE,
        client_kwargs={
            "scope": "openid email",
            "token_endpoint_auth_method": "client_secret_post",
            "default_timeout": 10,
        },
    )
    # ProConnect refuse tout paramètre qu'il n'annonce pas, PKCE compris.
    if "S256" in application.load_server_metadata().get("code_challenge_methods_supported", ()):
        application.client_kwargs["code_challenge_method"] = "S256"
    return application


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
        jetons = client().authorize_access_token(request, claims_options=_exigences(), leeway=30)
        identite = _identite(jetons)
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


def _exigences():
    """Rend ce que le jeton d'identité doit porter : son émetteur, et nous pour destinataire."""
    emetteur = client().load_server_metadata()["issuer"]
    return {
        "iss": {"essential": True, "value": emetteur},
        "aud": {"essential": True, "value": settings.PROCONNECT_CLIENT_ID},
    }


def _identite(jetons):
    """Lit l'identité, que ProConnect signe ; rend ses champs. Échoue si elle est d'un autre."""
    adresse = client().load_server_metadata()["userinfo_endpoint"]
    reponse = client().get(adresse, token=jetons)
    reponse.raise_for_status()
    cles = KeySet.import_key_set(client().fetch_jwk_set())
    identite = jwt.decode(reponse.text, cles, algorithms=ALGORITHMES).claims
    if identite.get("sub") != jetons["userinfo"]["sub"]:
        raise ValueError("l'identité n'est pas celle du jeton")
    return identite


def rattacher(sub, courriel):
    """Rend le compte de cette identité, lié à elle pour toujours à la première connexion.

    Lève `Refus` sans compte, ou si le compte est désactivé.
    """
    utilisateur = Utilisateur.objects.filter(sub_proconnect=sub).first()
    if utilisateur is None and courriel:
        sans_identite = Utilisateur.objects.filter(sub_proconnect=None)
        utilisateur = sans_identite.filter(email__iexact=courriel).first()
    if utilisateur is None:
        raise Refus(f"Aucun compte n’est ouvert pour {courriel or 'cette identité'}.")
    if not utilisateur.is_active:
        raise Refus("Votre compte est désactivé.")
    if utilisateur.sub_proconnect is None:
        utilisateur.sub_proconnect = sub
        utilisateur.save(update_fields=["sub_proconnect"])
    return utilisateur


def _echec(request, erreur):
    """Ramène à la page de connexion en disant que ProConnect n'a pas abouti."""
    journal.warning("Connexion par ProConnect refusée : %s", erreur)
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
