"""Les courriels du portail : un texte français et sa mise en page HTML.

Le texte est écrit une fois, dans un gabarit « .txt » ; le HTML le reprend. Leur file d'attente est
la salle `courriels`.
"""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


def preparer(sujet, gabarit, contexte, a, **options):
    """Rend le courriel en texte et en HTML, prêt pour `send()`.

    `a` est la liste des adresses ; `options` va à `EmailMultiAlternatives` (`reply_to`…).
    """
    texte = render_to_string(gabarit, contexte | {"DEMO": settings.DEMO}).strip()
    message = EmailMultiAlternatives(sujet, texte, to=a, **options)
    html = render_to_string("courriel.html", {"texte": texte, "sujet": sujet})
    message.attach_alternative(html, "text/html")
    return message
