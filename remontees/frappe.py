"""La place d'un document pendant qu'on l'écrit : chaque section se met en page à part.

Une section qui n'a pas changé garde sa hauteur : une frappe ne coûte que la sienne. Les hauteurs
s'additionnent sans les coupures de page : près d'un nombre entier de pages, le document entier se
met en page, et son compte est celui de la transmission.
"""

import hashlib
import math
import re
from functools import partial

from django.core.cache import cache as memoire
from weasyprint import CSS

from . import pdf

SECTION = re.compile(r'<section id="partie-([^"]+)">.*?</section>', re.DOTALL)
CORPS = re.compile(r"(<body[^>]*>).*(</body>)", re.DOTALL)
# Une page où rien ne se coupe : la hauteur d'une section s'y lit d'un trait.
SANS_COUPURE = CSS(string="@page { size: 210mm 20000mm }")
# Ce que la page d'une lettre laisse aux textes, en pixels CSS.
UTILE = 297 * 96 / 25.4 - pdf.MARGE_HAUTE - pdf.MARGE_BASSE
# La somme des hauteurs s'écarte du vrai document d'un dixième de page au plus, hors d'une signature
# qui passe entière à la page suivante.
DOUTE = 0.15


def mesurer(gabarit, contexte):
    """Rend la `pdf.Mesure` du document, en n'y mettant en page que ce qui a changé.

    Lève `pdf.DocumentTropLourd`.
    """
    page = pdf.html(gabarit, contexte)
    sections = {trouvee[1]: trouvee[0] for trouvee in SECTION.finditer(page)}
    morceaux = {nom: CORPS.sub(partial(_seule, section), page) for nom, section in sections.items()}
    morceaux[None] = SECTION.sub("", page)
    hauteurs = _hauteurs(morceaux)
    longueur = sum(hauteurs.values()) / UTILE
    if abs(longueur - round(longueur)) < DOUTE:
        return pdf.mesurer_pdf(gabarit, contexte)
    return pdf.Mesure(
        hashlib.sha256(page.encode()).hexdigest(),
        math.ceil(longueur),
        pdf.en_dixiemes(longueur),
        {nom: pdf.en_dixiemes(hauteurs[nom] / UTILE) for nom in sections},
    )


def _seule(section, corps):
    return f'{corps[1]}<main>{section}<div id="fin"></div></main>{corps[2]}'


def _hauteurs(morceaux):
    """Rend {nom: hauteur en pixels CSS} de ces morceaux (HTML), gardée par leur empreinte."""
    cles = {nom: f"hauteur-{_empreinte(morceau)}" for nom, morceau in morceaux.items()}
    connues = memoire.get_many(cles.values())
    a_mesurer = {cle: morceaux[nom] for nom, cle in cles.items() if cle not in connues}
    if a_mesurer:
        connues |= (neuves := pdf.a_part(_mettre_en_page, a_mesurer))
        memoire.set_many(neuves)
    return {nom: connues[cle] for nom, cle in cles.items()}


def _empreinte(morceau):
    return hashlib.sha256(morceau.encode()).hexdigest()


def _mettre_en_page(morceaux):
    hauteurs = {}
    for cle, morceau in morceaux.items():
        (page,) = pdf.mettre_en_page(morceau, SANS_COUPURE).pages
        _, bas, *_ = page.anchors["fin"]
        hauteurs[cle] = bas - pdf.MARGE_HAUTE
    return hauteurs
