"""Lecture d'un fichier déposé : des octets aux lignes d'un tableau, aux colonnes nommées."""

import csv
import io
import re
from dataclasses import dataclass

import tablib

from socle.recherche import sans_accents

TAILLE_MAXIMALE = 30 * 1024 * 1024
# Une cellule de contour géographique pèse plusieurs centaines de kilo-octets.
csv.field_size_limit(TAILLE_MAXIMALE)
SEPARATEURS = ";,\t"
SIGNATURES = {
    b"PK\x03\x04": "C’est un classeur (XLSX, ODS) ou une archive.",
    b"\xd0\xcf\x11\xe0": "C’est un classeur Excel (XLS).",
    b"\x89PNG": "C’est une image.",
    b"\xff\xd8\xff": "C’est une image.",
    b"GIF8": "C’est une image.",
    b"%PDF": "C’est un PDF.",
}


class FichierRefuse(Exception):
    """Le fichier entier n'est pas une liste lisible ; le message dit pourquoi."""


@dataclass
class Liste:
    """Liste lue : ses données, d'où vient chaque ligne et sous quel nom chaque colonne."""

    nom: str
    sha256: str
    donnees: tablib.Dataset
    numeros: list[int]
    entetes: dict[str, str]


def decoder(octets):
    """Rend le texte d'un CSV. Lève FichierRefuse si ce n'en est pas un, en disant ce que c'est."""
    if not octets.strip():
        raise FichierRefuse("Le fichier est vide.")
    if len(octets) > TAILLE_MAXIMALE:
        raise FichierRefuse(
            f"Le fichier dépasse {TAILLE_MAXIMALE // 1024**2} Mo. Retirez les colonnes de contour."
        )
    for signature, nature in SIGNATURES.items():
        if octets.startswith(signature):
            raise FichierRefuse(f"{nature} Enregistrez la liste au format CSV, puis recommencez.")
    if b"\0" in octets:
        raise FichierRefuse(
            "Ce fichier n’est pas du texte, ou il est en UTF-16. Enregistrez-le en CSV UTF-8."
        )
    for encodage in ("utf-8-sig", "cp1252"):
        try:
            return octets.decode(encodage)
        except UnicodeDecodeError:
            continue
    raise FichierRefuse("L’encodage n’est ni UTF-8 ni Windows-1252. Enregistrez en CSV UTF-8.")


def lignes_de(texte):
    """Produit (numéro de la première ligne, cellules) ; l'en-tête d'abord."""
    premiere = texte.lstrip("\r\n").partition("\n")[0]
    separateur = max(SEPARATEURS, key=premiere.count)
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur, strict=True)
    debut = 1
    try:
        for cellules in lecteur:
            if any(cellules):
                yield debut, [cellule.strip() for cellule in cellules]
            debut = lecteur.line_num + 1
    except csv.Error as erreur:
        raise FichierRefuse(
            f"La ligne {debut} est illisible : un guillemet n’est sans doute pas refermé."
        ) from erreur


def reperer(brutes, necessaires):
    """Rend {colonne: rang} d'après un en-tête. Lève FichierRefuse s'il manque une nécessaire."""
    positions = {normaliser(str(brute)): rang for rang, brute in enumerate(brutes)}
    if manquantes := [colonne for colonne in necessaires if colonne not in positions]:
        raise FichierRefuse(
            f"Il manque les colonnes : {', '.join(manquantes)}. Partez du modèle que donne le "
            "portail."
        )
    return positions


def normaliser(entete):
    """Rend un en-tête comparable : sans accents, en minuscules, avec des soulignés."""
    return re.sub(r"\W+", "_", sans_accents(entete)).strip("_")
