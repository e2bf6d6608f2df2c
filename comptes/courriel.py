"""Les courriels des comptes : invitation, mot de passe oublié, jeton créé."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from socle.courriel import preparer

from .models import Utilisateur

JOURS_DE_VALIDITE = settings.PASSWORD_RESET_TIMEOUT // 86_400


def envoyer_invitation(personne, request):
    """Met en file, au nom de qui fait la requête, le lien à usage unique de `personne`."""
    contexte = _lien(personne, request.scheme, request.get_host()) | {"par": request.user}
    preparer(
        "Quartiers : votre compte est ouvert",
        "comptes/courriel_invitation.txt",
        contexte,
        [personne.email],
        reply_to=[request.user.email] if request.user.email else None,
    ).send()


def envoyer_oubli(adresse, protocole, domaine):
    """Met en file le lien de qui a oublié son mot de passe, si cette adresse est celle d'un compte.

    Une tâche de fond : à la page, le temps de réponse ne dit pas qui a un compte.
    """
    for personne in Utilisateur.objects.a_secourir(adresse):
        if personne.reserver_un_lien():
            preparer(
                "Quartiers : choisir un nouveau mot de passe",
                "comptes/courriel_oubli.txt",
                _lien(personne, protocole, domaine),
                [personne.email],
            ).send()


def envoyer_jeton(jeton, adresse):
    """Met en file l'avis d'un jeton ou lien d'agenda créé, qui se révoque à la page `adresse`."""
    if jeton.utilisateur.email:
        preparer(
            f"Quartiers : « {jeton.nom} » lit désormais vos données",
            "comptes/courriel_jeton.txt",
            {"jeton": jeton, "adresse": adresse},
            [jeton.utilisateur.email],
        ).send()


def _lien(personne, protocole, domaine):
    return {
        "user": personne,
        "protocol": protocole,
        "domain": domaine,
        "uid": urlsafe_base64_encode(force_bytes(personne.pk)),
        "token": default_token_generator.make_token(personne),
        "jours": JOURS_DE_VALIDITE,
    }
