"""Le cadre d'un dessin : sa taille, ses graduations, et où s'y place un nombre.

Un dessin est large comme un petit téléphone : ses lettres s'y lisent sans être réduites. Là où la
place manque en hauteur, il s'aplatit, et ses lettres gardent leur taille.
"""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.defaultfilters import floatformat

from ..francais import ecrire_jour, ecrire_nombre

LARGEUR, HAUTEUR, HAUTEUR_APLATIE = 320, 180, 84
HAUT, BAS, DROITE = 14, 22, 8
# La place d'une lettre, et celle d'un nom de moment, sur un axe.
LETTRE, NOM_DE_MOMENT = 6.2, 62
PAS_RONDS = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
GRANDS = ((10**9, "Md"), (10**6, "M"))


@dataclass(frozen=True)
class Moment:
    """Un moment d'un dessin : son jour, son nom court (sur l'axe), son nom entier (ailleurs)."""

    jour: datetime.date
    court: str
    nom: str

    @classmethod
    def du_jour(cls, jour):
        return cls(jour, f"{jour:%m/%Y}", ecrire_jour(jour))

    @classmethod
    def de_la_periode(cls, periode):
        """Rend la fin d'une période : « S1 2019 » d'un semestre, « 2019 » d'une année."""
        numero = getattr(periode, "numero", None)
        court = f"S{numero} {periode.annee}" if numero else str(periode)
        return cls(periode.fin, court, periode.libelle)


def graduer(maximum):
    """Rend [0, pas, deux pas] : le plus petit pas rond dont deux couvrent `maximum`."""
    if maximum <= 0:
        return [0, 1, 2]
    ordre = 10 ** math.floor(math.log10(maximum / 2))
    pas = next(rond * ordre for rond in PAS_RONDS if 2 * rond * ordre >= maximum)
    # Ce qui se compte en entiers ne se gradue pas en demis.
    pas = math.ceil(pas) if maximum >= 1 else pas
    return [0, pas, 2 * pas]


def abreger(nombre):
    """Écrit une graduation : « 40 000 », « 2,5 M »."""
    for grand, suffixe in GRANDS:
        if nombre >= grand:
            return f"{floatformat(nombre / grand, '-1g')}\xa0{suffixe}"
    return ecrire_nombre(nombre)


@dataclass(frozen=True)
class Cadre:
    """Place dans le dessin une part de sa largeur (de 0 à 1) et un nombre, d'après ses axes."""

    graduations: Sequence[float]
    haut_de: int = HAUTEUR

    @property
    def gauche(self):
        return round(8 + LETTRE * max(len(abreger(g)) for g in self.graduations), 1)

    @property
    def largeur(self):
        return LARGEUR - DROITE - self.gauche

    def abscisse(self, part):
        return round(self.gauche + self.largeur * part, 1)

    def hauteur(self, nombre):
        utile = self.haut_de - HAUT - BAS
        return round(self.haut_de - BAS - utile * float(nombre) / self.graduations[-1], 1)

    @property
    def axes(self):
        """Ce que tout dessin montre de ses axes : bords, et [(hauteur, graduation écrite)]."""
        return {
            "largeur": LARGEUR,
            "hauteur": self.haut_de,
            "gauche": self.gauche,
            "droite": LARGEUR - DROITE,
            "base": self.haut_de - BAS,
            "noms_en": self.haut_de - 6,
            "graduations": [(self.hauteur(g), abreger(g)) for g in self.graduations],
        }


def nommer_sur_l_axe(noms, abscisses):
    """Rend [(abscisse, ancre, nom)] des noms qui tiennent sans se toucher ; le dernier y est."""
    poses = []
    for rang in range(len(noms) - 1, -1, -1):
        x = abscisses[rang]
        if not poses or poses[-1][0] - x >= NOM_DE_MOMENT:
            ancre = _ancrer(x)
            # Le dernier nom, écrit vers la gauche, prend la place d'un demi de plus.
            place = x - NOM_DE_MOMENT / 4 if ancre == "end" else x
            poses.append((place, x, ancre, noms[rang]))
    return [(x, ancre, nom) for _, x, ancre, nom in reversed(poses)]


def _ancrer(x):
    """Rend l'ancre d'un nom : au bord du dessin, il s'écrit vers l'intérieur."""
    if LARGEUR - x < NOM_DE_MOMENT / 2:
        return "end"
    return "start" if x < NOM_DE_MOMENT / 2 else "middle"


def compter(nombre, unite):
    """Écrit un nombre et son unité : « 33 800 stages »."""
    return f"{ecrire_nombre(nombre)}\xa0{unite}".strip()
