"""Connexion par ProConnect, l'OpenID Connect des agents de l'État (facultative, voir réglages).

Authlib tient le protocole : découverte, état, nonce, PKCE, signature, émetteur, audience, dates.
"""

from functools import cache

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.http import Http404
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from .models import Utilisateur

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


def exigences():
    """Rend ce que le jeton d'identité doit porter : son émetteur, et nous pour destinataire."""
    emetteur = client().load_server_metadata()["issuer"]
    return {
        "iss": {"essential": True, "value": emetteur},
        "aud": {"essential": True, "value": settings.PROCONNECT_CLIENT_ID},
    }


def identite_de(jetons):
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
