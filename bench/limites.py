"""Les pages les plus lourdes d'une personne, en suivant les liens depuis son accueil."""

import html
import re
from collections import Counter
from urllib.parse import urljoin, urlsplit

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve, reverse

# Deux bilans, deux conventions : chaque sorte de page se lit sur deux exemples.
EXEMPLES = 2
A_TELECHARGER = re.compile(r"pdf|json|csv|xlsx|ods|\.ics|format=|^/admin")


def parcourir(user):
    """Rend (requêtes, octets, adresse) de chaque page que `user` atteint de lien en lien."""
    client, vues = Client(), Counter()
    client.force_login(user)
    adresses, connues = [reverse("accueil")], set()
    for adresse in adresses:
        vue = _vue(adresse)
        if vue is None or vues[vue] == EXEMPLES:
            continue
        vues[vue] += 1
        with CaptureQueriesContext(connection) as requetes:
            reponse = client.get(adresse)
        if reponse.status_code != 200 or "html" not in reponse.headers["Content-Type"]:
            continue
        yield len(requetes), len(reponse.content), adresse
        nouvelles = [lien for lien in _liens(adresse, reponse.text) if lien not in connues]
        connues.update(nouvelles)
        adresses += nouvelles


def _liens(adresse, page):
    for lien in re.findall(r'<a\b[^>]*\bhref="([^"]+)"', page):
        morceaux = urlsplit(urljoin(adresse, html.unescape(lien)))
        cible = morceaux._replace(fragment="").geturl()
        if not morceaux.netloc and not A_TELECHARGER.search(cible):
            yield cible


def _vue(adresse):
    try:
        return resolve(urlsplit(adresse).path).view_name
    except Resolver404:
        return None
