"""Fabrique des PDF : un gabarit, un contenu, des octets.

Le rendu n'ouvre ni le réseau ni aucun fichier hors des fichiers statiques du portail.
"""

import mimetypes
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEMA = "statique"


class LecteurDeStatiques(URLFetcher):
    """N'ouvre que les fichiers statiques du portail, écrits « statique:///chemin »."""

    def fetch(self, url, headers=None):
        adresse = urlsplit(url)
        chemin = finders.find(unquote(adresse.path.lstrip("/")))
        if adresse.scheme != SCHEMA or not chemin:
            raise ValueError(f"Adresse refusée dans un PDF : {url}")
        genre, _ = mimetypes.guess_type(chemin)
        return URLFetcherResponse(url, Path(chemin).read_bytes(), {"Content-Type": genre})


def html(gabarit, contexte):
    """Rend le HTML imprimable d'un gabarit, marqué « démonstration » si le portail l'est."""
    return render_to_string(gabarit, contexte | {"DEMO": settings.DEMO})


def rendre(gabarit, contexte):
    """Rend les octets d'un PDF balisé et accessible (PDF/UA-1) à partir d'un gabarit HTML."""
    return HTML(string=html(gabarit, contexte), url_fetcher=LecteurDeStatiques()).write_pdf(
        pdf_variant="pdf/ua-1"
    )
