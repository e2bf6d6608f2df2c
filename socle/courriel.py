"""Les courriels du portail : un texte français et sa mise en page HTML.

Le texte est écrit une fois, dans un gabarit « .txt » ; le HTML le reprend. Leur file d'attente est
la salle `courriels`.
"""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from .typographie import proteger_texte

# Sans quoi un absent y répondrait, et le portail à sa réponse (RFC 3834).
AUTOMATIQUE = {"Auto-Submitted": "auto-generated"}


def preparer(sujet, gabarit, contexte, a, **options):
    """Rend le courriel en texte et en HTML, prêt pour `send()`.

    `a` est la liste des adresses ; `options` va à `EmailMultiAlternatives` (`reply_to`…).
    """
    ecrit = render_to_string(gabarit, contexte | {"DEMO": settings.DEMO}).strip()
    texte = proteger_texte(ecrit)
    options["headers"] = options.get("headers", {}) | AUTOMATIQUE
    message = EmailMultiAlternatives(sujet, texte, to=a, **options)
    html = render_to_string("courriel.html", {"texte": texte, "sujet": sujet})
    message.attach_alternative(html, "text/html")
    return message


def annoncer(sujet, phrase, adresses, *, chemin, par, quoi="", mot=""):
    """Met en file, pour chacune de ces adresses, ce qui vient d'arriver, et où aller.

    `chemin` est une adresse du portail ; `par`, la personne à qui répondre ; `quoi`, ce dont il
    s'agit ; `mot`, ce qu'elle en dit.
    """
    lien = f"{settings.ADRESSE_DU_PORTAIL}{chemin}"
    contexte = {"phrase": phrase, "quoi": quoi, "mot": mot, "par": par, "lien": lien}
    repondre_a = [par.email] if par and par.email else None
    for adresse in adresses:
        preparer(sujet, "courriel_evenement.txt", contexte, [adresse], reply_to=repondre_a).send()
