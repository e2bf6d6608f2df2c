"""Les courriels du portail : transmission et son accusé, relances."""

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string


def envoyer_transmission(transmission):
    """Envoie le PDF figé à ses destinataires et un accusé à l'expéditeur.

    Lève OSError (dont smtplib.SMTPException) quand le serveur de courriel ne répond pas.
    """
    contexte = {"transmission": transmission, "DEMO": settings.DEMO}
    expediteur = transmission.transmise_par
    au_national = EmailMessage(
        subject=f"{transmission.remontee} - version {transmission.numero}",
        body=render_to_string("remontees/courriel_transmission.txt", contexte),
        to=transmission.remontee.destinataires(),
        reply_to=[expediteur.email] if expediteur.email else None,
    )
    au_national.attach(transmission.nom_fichier, bytes(transmission.pdf), "application/pdf")
    messages = [au_national]
    if expediteur.email:
        messages.append(
            EmailMessage(
                subject=f"Accusé de réception : {transmission.remontee}",
                body=render_to_string("remontees/courriel_accuse.txt", contexte),
                to=[expediteur.email],
            )
        )
    get_connection().send_messages(messages)


def envoyer_relance(envoi):
    """Envoie un `remontees.relances.Envoi`. Lève OSError si le serveur ne répond pas."""
    EmailMessage(
        subject=f"Quartiers : {len(envoi.lignes)} remontée(s) attendue(s)",
        body=render_to_string("remontees/courriel_relance.txt", {"envoi": envoi}),
        to=[envoi.utilisateur.email],
    ).send()
