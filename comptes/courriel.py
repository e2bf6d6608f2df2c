"""Les courriels des comptes : invitation, mot de passe oublié."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from socle.courriel import preparer

JOURS_DE_VALIDITE = settings.PASSWORD_RESET_TIMEOUT // 86_400


def envoyer_invitation(personne, request):
    """Met en file, au nom de qui fait la requête, le lien à usage unique de `personne`."""
    contexte = {
        "user": personne,
        "par": request.user,
        "protocol": request.scheme,
        "domain": request.get_host(),
        "uid": urlsafe_base64_encode(force_bytes(personne.pk)),
        "token": default_token_generator.make_token(personne),
        "jours": JOURS_DE_VALIDITE,
    }
    preparer(
        "Quartiers : votre compte est ouvert",
        "comptes/courriel_invitation.txt",
        contexte,
        [personne.email],
        reply_to=[request.user.email] if request.user.email else None,
    ).send()


def envoyer_oubli(contexte, adresse):
    """Met en file le lien d'un mot de passe oublié ; `contexte` vient de `PasswordResetForm`."""
    preparer(
        "Quartiers : choisir un nouveau mot de passe",
        "comptes/courriel_oubli.txt",
        contexte | {"jours": JOURS_DE_VALIDITE},
        [adresse],
    ).send()
