"""La carte aux contours des départements ; l'outre-mer et la petite couronne y ont leur cadre.

Les tracés sont dans `static/national/contours.svg` (sources et licences : en tête du fichier), sous
« d » et le code du département ; « z » : le même, grossi dans le cadre de la petite couronne.
"""

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from django.contrib.staticfiles import finders

from socle.fixtures import lire_fixture

PETITE_COURONNE = "Petite couronne"
# En deçà, la carte est celle d'une région : la petite couronne s'y lit sans être grossie.
LARGEUR_DE_LA_NATION = 600
MARGE = 4
# Une lettre a cette part de la largeur du dessin.
CORPS = 1 / 64
TRACE = re.compile(r'id="(\w+)"(?: transform="([^"]*scale\(([\d.]+)\))")? d="([^"]+)"')
# Écrites dans le dessin d'un PDF : WeasyPrint n'applique pas la feuille de style au SVG. Deux états
# ne se confondent pas en gris : l'un est plus sombre, ou a un motif (national/_motifs_pdf.html).
ENCRES = {
    "attente": "#ffffff",
    "cours": "url(#lignes)",
    "bien": "#000091",
    "fait": "#8585f6",
    "alerte": "url(#points)",
    "tard": "url(#raies)",
    "retard": "#ce0500",
    "palier-1": "#ececfe",
    "palier-2": "#b8b8f9",
    "palier-3": "#6a6af4",
    "palier-4": "#00006d",
}

# Le rouge, en gris, se reconnaît à ses bords blancs : son motif ferait des raies à l'impression.
BORD, BORDS = "#3a3a3a", {"retard": "#ffffff"}


@dataclass(frozen=True)
class Trace:
    """Un contour, et comment il est posé sur la carte."""

    chemin: str
    transform: str
    echelle: float

    @property
    def trait(self):
        """L'épaisseur qui, une fois posée, est celle de tous."""
        return round(1 / self.echelle, 2)


@dataclass(frozen=True)
class Place:
    """Où est un département sur la carte : son nom en (x, y), son contour ou son cadre."""

    code: str
    cadre: str
    x: float
    y: float
    gauche: float
    haut: float
    droite: float
    bas: float

    @property
    def est_grossie(self):
        return self.cadre == PETITE_COURONNE

    @property
    def est_outremer(self):
        return bool(self.cadre) and not self.est_grossie

    @property
    def trace(self):
        return ("z" if self.est_grossie else "d") + self.code

    @property
    def largeur(self):
        return self.droite - self.gauche

    @property
    def hauteur(self):
        return self.bas - self.haut


@functools.cache
def places():
    """Rend les `Place` de `fixtures/carte_contours.csv` ; la petite couronne y est deux fois."""
    return [
        Place(ligne["departement"], ligne["cadre"], *map(float, list(ligne.values())[2:]))
        for ligne in lire_fixture("carte_contours")
    ]


@functools.cache
def traces():
    """Rend {nom: `Trace`} : un PDF ne va pas les chercher dans un autre fichier."""
    dessin = Path(finders.find("national/contours.svg")).read_text(encoding="utf-8")
    return {
        nom: Trace(chemin, transform, float(echelle or 1))
        for nom, transform, echelle, chemin in TRACE.findall(dessin)
    }


def imprimer(carte):
    """Rend ce qui dessine une carte (voir `carte.legender_suivi`) dans un PDF, couleurs comprises.

    `traces` : [(tracé, place dont le cadre se dessine, ou None, couleur, bord)] ; `legende` :
    [(couleur, libellé, nombre de départements)].
    """
    dessin = carte["contours"]
    return {
        "titre": carte["titre"],
        "phrase": carte["phrase"],
        "cadre": dessin["cadre"],
        "petite_couronne": dessin["petite_couronne"],
        "traces": [
            (
                traces()[place.trace],
                place if place.est_outremer else None,
                ENCRES[classe],
                BORDS.get(classe, BORD),
            )
            for place, classe, *_ in dessin["formes"]
        ],
        "legende": [
            (ENCRES[classe], libelle, len(departements))
            for (_, classe, libelle), departements in carte["groupes"]
        ],
    }


def dessiner(etats, chiffres=MappingProxyType({}), noms=MappingProxyType({})):
    """Rend la carte de {code: (signe, classe, libellé)}, cadrée sur ces seuls départements.

    `chiffres` : {code: chiffre écrit} ; `noms` : {code: nom du département}. `formes` : [(place,
    classe, libellé, chiffre, est répétée, nom)] ; `corps` : la taille des lettres, dans l'unité du
    dessin.
    """
    montrees = [place for place in places() if place.code in etats]
    sur_place = [place for place in montrees if not place.est_grossie]
    gauche, haut = (min((getattr(p, a) for p in sur_place), default=0) for a in ("gauche", "haut"))
    droite, bas = (max((getattr(p, a) for p in sur_place), default=1) for a in ("droite", "bas"))
    largeur = droite - gauche
    grossies = [p for p in montrees if p.est_grossie and largeur > LARGEUR_DE_LA_NATION]
    repetees = {place.code for place in grossies}
    return {
        "formes": [
            (
                place,
                *etats[place.code][1:],
                chiffres.get(place.code, ""),
                place.code in repetees and not place.est_grossie,
                noms.get(place.code, place.code),
            )
            for place in (*sur_place, *grossies)
        ],
        "petite_couronne": grossies[0] if grossies else None,
        "cadre": (gauche - MARGE, haut - MARGE, largeur + 2 * MARGE, bas - haut + 2 * MARGE),
        "corps": round(largeur * CORPS, 2),
    }
