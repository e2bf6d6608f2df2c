"""Les courriels des comptes, en texte et en HTML : l'invitation."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

JOURS_DE_VALIDITE = settings.PASSWORD_RESET_TIMEOUT // 86_400


def envoyer_invitations(personnes, request):
    """Envoie à chacune son lien à usage unique. Lève OSError si le serveur ne répond pas."""
    get_connection().send_messages([_invitation(personne, request) for personne in personnes])


def _invitation(personne, request):
    contexte = {
        "user": personne,
        "par": request.user,
        "protocol": request.scheme,
        "domain": request.get_host(),
        "uid": urlsafe_base64_encode(force_bytes(personne.pk)),
        "token": default_token_generator.make_token(personne),
        "jours": JOURS_DE_VALIDITE,
    }
    message = EmailMultiAlternatives(
        subject="Quartiers : votre compte est ouvert",
        body=render_to_string("comptes/courriel_invitation.txt", contexte),
        to=[personne.email],
        reply_to=[request.user.email] if request.user.email else None,
    )
    html = render_to_string("comptes/courriel_invitation.html", contexte)
    message.attach_alternative(html, "text/html")
    return message
