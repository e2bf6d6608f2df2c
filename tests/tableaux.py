"""Lire un fichier téléchargé, comme le ferait un tableur français."""

import csv
import io

import tablib


def lire_csv(reponse):
    """Rend les lignes d'un CSV pour une personne, en dictionnaires."""
    octets = reponse.getvalue()
    assert octets.startswith(b"\xef\xbb\xbf")
    texte = octets.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(texte, newline=""), delimiter=";"))


def ouvrir(octets, extension):
    """Rend le tableau (tablib) d'un fichier du portail, sans en-tête à part."""
    if extension == "csv":
        texte = octets.decode("utf-8-sig")
        return tablib.Dataset().load(texte, format="csv", delimiter=";", headers=False)
    return tablib.Dataset().load(octets, format=extension, headers=False)
