"""Les contours des quartiers : lus de leur liste, allégés, gardés pour les cartes."""

import json

# Cinq décimales de degré font un mètre.
DECIMALES = 5
LONGITUDES, LATITUDES = 180, 90


def lire_contour(texte):
    """Rend les polygones d'une géométrie GeoJSON écrite, [[anneau, …], …], ou None sans contour.

    Un anneau est une suite de [longitude, latitude] en degrés (WGS 84), sans point répété.
    """
    try:
        geometrie = json.loads(texte)
        polygones = geometrie["coordinates"]
        if geometrie["type"] == "Polygon":
            polygones = [polygones]
        return [[_alleger(anneau) for anneau in polygone] for polygone in polygones] or None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _alleger(anneau):
    allege = []
    for longitude, latitude, *_ in anneau:
        point = [round(float(longitude), DECIMALES), round(float(latitude), DECIMALES)]
        if not (abs(point[0]) <= LONGITUDES and abs(point[1]) <= LATITUDES):
            raise ValueError(f"{point} n’est pas sur la Terre.")
        if allege[-1:] != [point]:
            allege.append(point)
    return allege


def contient(polygones, longitude, latitude):
    """Dit si un point est dans l'un de ces polygones : bord compris, hors des trous."""
    # Importé au besoin : numpy, que shapely amène, pèserait sur chaque processus.
    from shapely import Polygon, intersects_xy

    # Moins de trois points n'entourent rien.
    traces = [[anneau for anneau in polygone if len(anneau) > 2] for polygone in polygones]
    return any(
        intersects_xy(Polygon(bord, trous), longitude, latitude)
        for bord, *trous in filter(None, traces)
    )
