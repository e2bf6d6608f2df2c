"""Lecture d'un GeoJSON comme d'un tableau : un objet par ligne, sa géométrie au bout."""

import json

from .lecture import FichierRefuse

TAILLE_MAXIMALE = 15 * 1024 * 1024
# Le nom que lui donnent les portails de données ouvertes dans leurs CSV.
COLONNE_DE_GEOMETRIE = "geo_shape"


def est_un_geojson(octets):
    """Dit si ces octets ouvrent un objet JSON."""
    return octets[:100].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def lignes_du_geojson(octets):
    """Produit (numéro, cellules) : les noms des attributs, puis chaque objet.

    Lève FichierRefuse avec un message clair.
    """
    if len(octets) > TAILLE_MAXIMALE:
        raise FichierRefuse(
            f"Ce GeoJSON dépasse {TAILLE_MAXIMALE // 1024**2} Mo : simplifiez ses contours."
        )
    try:
        objets = [(o["properties"], o["geometry"]) for o in json.loads(octets)["features"]]
        noms = list(dict.fromkeys(nom for attributs, _ in objets for nom in attributs))
    except (ValueError, TypeError, KeyError, RecursionError) as erreur:
        raise FichierRefuse("Ce fichier n’est pas un GeoJSON : il n’a pas d’objets.") from erreur
    yield 1, [*noms, COLONNE_DE_GEOMETRIE]
    for numero, (attributs, geometrie) in enumerate(objets, start=2):
        valeurs = (attributs.get(nom) for nom in noms)
        cellules = ["" if valeur is None else str(valeur) for valeur in valeurs]
        yield numero, [*cellules, json.dumps(geometrie)]
