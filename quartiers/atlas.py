"""L'atlas : des quartiers dessinés à leur place, à une échelle vraie partout.

L'hexagone et la Corse sont projetés en Lambert-93 ; un territoire d'outre-mer, sur un plan autour
de son premier quartier. Le contour du département vient de `fixtures/contours_lambert93.json`, qui
dit sa source et sa licence ; ceux des quartiers, des listes importées.
"""

import functools
import json
from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from pyproj import Transformer

LAMBERT_93 = "EPSG:2154"
WGS_84 = "EPSG:4326"
# Le dessin, dans son unité ; imprimé sur une page pleine, il s'aplatit, et ses noms se lisent.
LARGEUR, HAUTEUR, HAUTEUR_IMPRIMEE, BORD = 680, 436, 290, 12
# Sous cet écart, deux points du dessin se confondent à l'impression.
ECART = 0.4
# Les longueurs de la barre d'échelle, en kilomètres : la plus longue qui tient dans ce cinquième.
ECHELLES = (50, 20, 10, 5, 2, 1)
PART_DE_L_ECHELLE = 0.2
# Un dessin serré sur ses quartiers : cinq kilomètres au moins (en hectomètres), et un quart autour.
AU_MOINS, AUTOUR = 50, 0.25
# Une étiquette : hauteur d’une ligne, largeur d’une lettre, écart à ce qu’elle nomme.
LIGNE, LETTRE, JEU = 12, 5.6, 6


@functools.cache
def contours():
    """Rend {code: {cadre, trace}} des départements, en hectomètres Lambert-93, y vers le bas."""
    chemin = settings.BASE_DIR / "fixtures" / "contours_lambert93.json"
    return json.loads(chemin.read_text(encoding="utf-8"))["departements"]


@functools.cache
def _transformation(vers):
    return Transformer.from_crs(WGS_84, vers, always_xy=True)


@dataclass(frozen=True)
class Plan:
    """D'une longitude et d'une latitude en degrés, fait un point en hectomètres, y vers le bas."""

    vers: str
    origine: float = 0

    def projeter(self, anneau):
        longitudes, latitudes = zip(*anneau, strict=True)
        xs, ys = _transformation(self.vers).transform(longitudes, latitudes)
        return [(x / 100, (self.origine - y) / 100) for x, y in zip(xs, ys, strict=True)]


def _plan(code, polygones):
    """Rend le plan d'un département : Lambert-93, ou autour du milieu de ses quartiers."""
    if code in contours():
        return Plan(LAMBERT_93, origine=7_200_000)
    longitude, latitude = polygones[0][0][0]
    return Plan(f"+proj=laea +lon_0={longitude} +lat_0={latitude} +ellps=WGS84 +units=m")


@dataclass(frozen=True)
class Dessin:
    """Place un point du plan dans le dessin : une seule échelle, le cadre au milieu."""

    gauche: float
    haut: float
    droite: float
    bas: float
    hauteur: int = HAUTEUR

    @property
    def echelle(self):
        largeur, hauteur = max(self.droite - self.gauche, 1), max(self.bas - self.haut, 1)
        return min((LARGEUR - 2 * BORD) / largeur, (self.hauteur - 2 * BORD) / hauteur)

    @property
    def origine(self):
        milieu = (self.gauche + self.droite) / 2, (self.haut + self.bas) / 2
        return tuple(
            round(taille / 2 - self.echelle * point, 2)
            for taille, point in zip((LARGEUR, self.hauteur), milieu, strict=True)
        )

    def placer(self, point):
        return tuple(o + self.echelle * p for o, p in zip(self.origine, point, strict=True))

    def tracer(self, anneau):
        """Rend le chemin SVG d'un anneau, sans les points qui se confondent."""
        gardes = []
        for x, y in map(self.placer, anneau):
            if not gardes or abs(x - gardes[-1][0]) + abs(y - gardes[-1][1]) > ECART:
                gardes.append((x, y))
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in gardes) + "Z"

    @property
    def barre(self):
        """Rend (kilomètres, longueur dans le dessin) de la barre d'échelle."""
        longueurs = [(km, round(10 * km * self.echelle)) for km in ECHELLES]
        tiennent = [paire for paire in longueurs if paire[1] <= LARGEUR * PART_DE_L_ECHELLE]
        return tiennent[0] if tiennent else longueurs[-1]


def dessiner(code, quartiers, nommer, serre=False, hauteur=HAUTEUR):
    """Rend l'atlas de ces quartiers d'un département, ou None si aucun n'a de contour.

    `quartiers` : leur contour lu d'avance. `nommer` donne ce qui, d'un quartier, se nomme sur le
    dessin, lui-même ou ce qui en réunit plusieurs, dont le nom s'écrit une fois, avec leur nombre.
    `serre` : le dessin les suit de près, au lieu de montrer tout le département. Il a ses formes
    [(quartier, chemin)], ses étiquettes [(x, y, texte)], sa barre d'échelle (km, longueur).
    """
    traces = [(q, q.contour.polygones) for q in quartiers if hasattr(q, "contour")]
    if not traces:
        return None
    plan = _plan(code, traces[0][1])
    places = [(q, [[plan.projeter(anneau) for anneau in p] for p in ps]) for q, ps in traces]
    points = [point for _, ps in places for p in ps for anneau in p for point in anneau]
    fond = contours().get(code)
    dessin = Dessin(*(_elargir(points) if serre or not fond else fond["cadre"]), hauteur)
    return {
        "largeur": LARGEUR,
        "hauteur": hauteur,
        "fond": fond and fond["trace"],
        "echelle": round(dessin.echelle, 5),
        "origine": dessin.origine,
        "trait": round(1 / dessin.echelle, 3),
        "formes": [
            (q, "".join(dessin.tracer(anneau) for p in ps for anneau in p)) for q, ps in places
        ],
        "etiquettes": _etiqueter(dessin, places, nommer),
        "barre": dessin.barre,
        "sans_contour": len(quartiers) - len(traces),
    }


def _cadrer(points):
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _elargir(points):
    """Rend un cadre qui laisse voir ce qui entoure ces points."""
    gauche, haut, droite, bas = _cadrer(points)
    marge = max(AU_MOINS - max(droite - gauche, bas - haut), 0) / 2
    marge += AUTOUR * max(droite - gauche, bas - haut)
    return gauche - marge, haut - marge, droite + marge, bas + marge


def _etiqueter(dessin, places, nommer):
    """Rend [(x, y, texte)] : les noms les plus portés d'abord, sans se toucher."""
    groupes, nombres = {}, Counter()
    for quartier, polygones in places:
        for groupe in nommer(quartier):
            groupes.setdefault(groupe, []).extend(map(dessin.placer, polygones[0][0]))
            nombres[groupe] += 1
    posees, prises = [], []
    for groupe in sorted(groupes, key=lambda groupe: (-nombres[groupe], groupe.nom)):
        texte = f"{groupe.nom} ({nombres[groupe]})" if nombres[groupe] > 1 else groupe.nom
        gauche, haut, droite, bas = _cadrer(groupes[groupe])
        largeur, milieu = LETTRE * len(texte), (haut + bas) / 2
        for x, y in (
            (droite + JEU, milieu),
            (gauche - JEU - largeur, milieu),
            ((gauche + droite - largeur) / 2, haut - LIGNE),
            ((gauche + droite - largeur) / 2, bas + LIGNE),
        ):
            boite = (x, y - LIGNE, x + largeur, y + LIGNE / 2)
            dedans = x >= 0 and boite[1] >= 0 and boite[2] <= LARGEUR and boite[3] <= dessin.hauteur
            if dedans and not any(_se_touchent(boite, prise) for prise in prises):
                prises.append(boite)
                posees.append((round(x, 1), round(y, 1), texte))
                break
    return posees


def _se_touchent(une, autre):
    return une[0] < autre[2] and autre[0] < une[2] and une[1] < autre[3] and autre[1] < une[3]
