"""Fabrique des PDF : un gabarit, un contenu, des octets.

Le rendu n'ouvre ni le réseau ni aucun fichier hors des fichiers statiques du portail.
"""

import hashlib
import math
import mimetypes
import re
import signal
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache as memoire
from django.core.exceptions import SuspiciousOperation
from django.template.loader import render_to_string
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from socle.exports import joindre
from socle.typographie import proteger_html

from .accessibilite import achever
from .apart import Depasse, calculer_a_part
from .code_court import dessiner_qr, lire_code

SCHEMA, SCHEMA_DU_QR = "statique", "qr"
# PDF/A-3 admet des données jointes ; PDF/UA est déclaré en plus (voir `_document`).
OPTIONS = {"pdf_variant": "pdf/a-3a"}
DONNEES_JOINTES = "remontee.json"
TAILLES = 4
# WeasyPrint coupe trop tôt la dernière ligne d'un bloc qui finit par une espace.
FIN_DE_BLOC = re.compile(r"(?<!\s)\s+(</(?:caption|d[dt]|div|h[1-6]|li|p|t[dh])>)")
FEUILLE = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
# Le plus lourd des documents réels, le tableau national, se met en page en une seconde, et en cinq
# sur une machine quatre fois plus lente.
SECONDES_DE_CALCUL, MEGAOCTETS = 8, 250
ENTRE_DEUX_SONNERIES = 0.5
# Marges de page de impression.css, en pixels CSS (96 par pouce de 25,4 mm).
MARGE_HAUTE, MARGE_BASSE = (mm * 96 / 25.4 for mm in (18, 20))


class DocumentTropLourd(SuspiciousOperation):
    """La mise en page d'un document dépasse le temps, ou la mémoire, d'une demande."""

    def __init__(self):
        super().__init__(
            "Ce document est trop lourd à mettre en page : raccourcissez ses textes, ôtez-en des "
            "listes et des marques de gras."
        )


def a_part(mettre_en_page, *arguments):
    """Rend `mettre_en_page(*arguments)`, faite à part : elle lève DocumentTropLourd, et n'arrête
    personne.

    Dans un temps déjà borné, c'est celui-là qui compte (voir `temps_borne`).
    """
    if _temps_deja_borne():
        return mettre_en_page(*arguments)
    try:
        return calculer_a_part(
            mettre_en_page, *arguments, secondes=SECONDES_DE_CALCUL, megaoctets=MEGAOCTETS
        )
    except Depasse as erreur:
        raise DocumentTropLourd from erreur


def _temps_deja_borne():
    return signal.getitimer(signal.ITIMER_PROF)[0] > 0


@contextmanager
def temps_borne():
    """Lève DocumentTropLourd quand ce qu'il entoure a calculé `SECONDES_DE_CALCUL` secondes.

    Seul le fil principal reçoit les signaux : gunicorn et le travailleur y font tout. Dans un temps
    déjà borné, c'est celui-là qui compte.
    """
    if _temps_deja_borne() or threading.current_thread() is not threading.main_thread():
        yield
        return
    refus = DocumentTropLourd()
    depasse, en_cours = False, True

    def sonner(*_):
        nonlocal depasse
        depasse = True
        if en_cours:
            raise refus

    avant = signal.signal(signal.SIGPROF, sonner)
    # Python tait ce qui se lève pendant qu'il nettoie un objet : il faut alors sonner encore.
    signal.setitimer(signal.ITIMER_PROF, SECONDES_DE_CALCUL, ENTRE_DEUX_SONNERIES)
    try:
        yield
    finally:
        en_cours = False
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, avant)
    # WeasyPrint tait une feuille de style qu'il n'a pas pu lire, quelle qu'en soit la raison.
    if depasse:
        raise refus


class LecteurDeStatiques(URLFetcher):
    """N'ouvre que les fichiers statiques du portail, écrits « statique:///chemin », et dessine les
    QR codes de vérification, écrits « qr:///CODE ».
    """

    def fetch(self, url, headers=None):
        adresse = urlsplit(url)
        if adresse.scheme == SCHEMA_DU_QR:
            dessin = dessiner_qr(lire_code(adresse.path))
            return URLFetcherResponse(url, dessin, {"Content-Type": "image/svg+xml"})
        chemin = finders.find(unquote(adresse.path.lstrip("/")))
        if adresse.scheme != SCHEMA or not chemin:
            raise ValueError(f"Adresse refusée dans un PDF : {url}")
        type_mime, _ = mimetypes.guess_type(chemin)
        return URLFetcherResponse(url, Path(chemin).read_bytes(), {"Content-Type": type_mime})


@cache
def lire_feuilles(*adresses):
    """Rend les feuilles de style de ces adresses et leurs polices, lues une fois pour toutes."""
    polices, lecteur = FontConfiguration(), LecteurDeStatiques()
    return [CSS(url=url, url_fetcher=lecteur, font_config=polices) for url in adresses], polices


def html(gabarit, contexte):
    """Rend le HTML imprimable d'un gabarit, marqué « démonstration » si le portail l'est.

    `tel_quel` au contexte : un document d'un format d'avant garde ses espaces d'alors.
    """
    page = render_to_string(gabarit, contexte | {"DEMO": settings.DEMO})
    if not contexte.get("tel_quel"):
        page = proteger_html(page)
    return FIN_DE_BLOC.sub(r"\1", page)


def rendre_pdf(gabarit, contexte, donnees=None):
    """Rend les octets d'un PDF d'archive accessible (PDF/A-3a, PDF/UA-1) à partir d'un gabarit.

    `donnees` (octets JSON), si elles sont là, y sont jointes sous le nom `DONNEES_JOINTES`, et
    chaque page en porte l'empreinte SHA-256 : elles répondent de toutes, imprimées ou non.
    Lève DocumentTropLourd, comme les deux suivantes.
    """
    empreinte = donnees and hashlib.sha256(donnees).hexdigest()
    page = html(gabarit, contexte | {"empreinte_des_donnees": empreinte})
    return a_part(_ecrire, page, donnees)


def _ecrire(page, donnees):
    document = _document(page)
    if donnees is not None:
        jointes = Attachment(
            string=donnees,
            name=DONNEES_JOINTES,
            description="Les données de ce document",
            relationship="Data",
        )
        document.metadata.attachments.append(jointes)
    return document.write_pdf(finisher=achever, **OPTIONS)


def rendre_pdf_en_une_page(gabarit, contexte, retranches=(), tailles=TAILLES):
    """Rend les octets d'un PDF d'une page, en réduisant le texte tant qu'il n'y tient pas.

    Le gabarit donne la classe « taille-… » qu'il reçoit (`taille`) à ce qui peut se réduire.
    `retranches` sont les contextes, de plus en plus courts, à essayer ensuite.
    """
    essais = [contexte | {"taille": taille} for taille in range(tailles)]
    essais += [essais[-1] | retranche for retranche in retranches]
    return a_part(_ecrire_en_une_page, [html(gabarit, essai) for essai in essais])


def _ecrire_en_une_page(pages):
    for page in pages:
        document = _document(page)
        if len(document.pages) == 1:
            break
    return document.write_pdf(finisher=achever, **OPTIONS)


@dataclass(frozen=True)
class Mesure:
    """La place que prend un document : nombre de pages, longueur, longueur de chaque partie.

    Les longueurs sont en pages, arrondies au dixième supérieur (4,3 : quatre pages pleines et
    trois dixièmes de la cinquième) ; une partie est un élément du gabarit dont l'identifiant
    commence par « partie- ». L'empreinte est le SHA-256 du document mesuré.
    """

    empreinte: str
    nombre: int
    longueur: float
    parties: dict[str, float]


def mesurer_pdf(gabarit, contexte, connue=None):
    """Rend la `Mesure` du PDF que donnerait `rendre_pdf`, sans l'écrire.

    Le gabarit finit par un élément d'identifiant « fin ». `connue`, une `Mesure` d'avant, épargne
    la mise en page si le document est resté le même ; ce qui vient d'être mesuré ici aussi.
    """
    page = html(gabarit, contexte)
    empreinte = hashlib.sha256(page.encode()).hexdigest()
    if connue and connue.empreinte == empreinte:
        return connue
    return memoire.get_or_set(f"mesure-{empreinte}", lambda: a_part(_mesurer, page, empreinte))


def _mesurer(page, empreinte):
    pages = _document(page).pages
    utile = pages[0].height - MARGE_HAUTE - MARGE_BASSE
    # Une partie qui court sur plusieurs pages a un repère sur chacune : le premier compte.
    reperes = {
        nom: rang + (haut - MARGE_HAUTE) / utile
        for rang, page in reversed(list(enumerate(pages)))
        for nom, (_, haut, *_) in page.anchors.items()
        if nom.startswith("partie-") or nom == "fin"
    }
    # Le dernier repère peut tomber juste sous la dernière ligne d'une page pleine.
    longueur = min(max(reperes.pop("fin"), len(pages) - 1 + 0.01), len(pages))
    debuts = sorted((debut, nom.removeprefix("partie-")) for nom, debut in reperes.items())
    fins = [debut for debut, _ in debuts[1:]] + [longueur]
    parties = {
        nom: en_dixiemes(fin - debut) for (debut, nom), fin in zip(debuts, fins, strict=True)
    }
    return Mesure(empreinte, len(pages), en_dixiemes(longueur), parties)


def en_dixiemes(longueur):
    """Rend une longueur en pages, arrondie au dixième supérieur."""
    return math.ceil(round(longueur, 3) * 10) / 10


def mettre_en_page(page, *en_plus):
    """Met en page un HTML, selon ses feuilles de style et celles qu'on donne `en_plus`."""
    feuilles, polices = lire_feuilles(*FEUILLE.findall(page))
    document = HTML(string=FEUILLE.sub("", page), url_fetcher=LecteurDeStatiques())
    return document.render(stylesheets=[*feuilles, *en_plus], font_config=polices, **OPTIONS)


def _document(page):
    """Met en page un HTML, et déclare les normes que suit son PDF."""
    document = mettre_en_page(page)
    decrire = document.metadata.generate_rdf_metadata
    pdf_ua = Path(finders.find("pdf/pdf-ua.xml")).read_bytes()

    def decrire_aussi_pdf_ua(*arguments):
        # WeasyPrint ne déclare qu'une norme : celle qu'il suit aussi s'ajoute à sa description.
        return decrire(*arguments).replace(b"</rdf:RDF>", pdf_ua + b"</rdf:RDF>")

    document.metadata.generate_rdf_metadata = decrire_aussi_pdf_ua
    return document


def telecharger_pdf(octets, nom):
    """Rend la réponse qui télécharge un PDF."""
    return joindre(bytes(octets), nom, "application/pdf")
