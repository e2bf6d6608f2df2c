"""Lecture d'une liste officielle de QPV : des octets d'un CSV à un tableau aux colonnes connues.

Trois mises en page sont publiées : la liste de 2015 (décret 2014-1750), celle de 2024, et les
tables de l'INSEE (population, demandeurs d'emploi). Les colonnes en plus sont ignorées.
"""

import csv
import hashlib
import io
import re
from dataclasses import dataclass

import tablib
from django.utils.functional import cached_property

from .recherche import sans_accents

TAILLE_MAXIMALE = 30 * 1024 * 1024
# Une cellule de contour géographique pèse plusieurs centaines de kilo-octets.
csv.field_size_limit(TAILLE_MAXIMALE)

# Colonne du portail : noms sous lesquels elle est publiée, par ordre de préférence.
COLONNES = {
    "code": ("code_qp", "code_quartier", "codgeo", "code"),
    "nom": ("lib_qp", "nom_qp", "quartier_prioritaire", "libgeo", "nom"),
    "departement": ("insee_dep", "departement", "dep"),
    "communes": ("lib_com", "noms_des_communes_concernees", "commune_qp", "nom_commune"),
    "codes_communes": ("insee_com", "code_insee"),
    "epci": ("lib_epci", "nom_epci"),
    "siren_epci": ("siren_epci",),
    "population": ("pop_mun", "population"),
    "defm": ("abcde", "defm"),
    "pru": ("pru",),
}
COLONNES_D_UNE_LISTE = ("nom", "departement", "communes")
CHIFFRES = ("population", "defm", "pru")
# Ces en-têtes sont ceux des tables de l'INSEE, dont les libellés ne font pas foi.
ENTETES_DE_L_INSEE = {"codgeo", "libgeo", "pop_mun", "abcde"}
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

    @cached_property
    def est_complete(self):
        """Vrai pour une liste de QPV, faux pour une table de chiffres de l'INSEE."""
        return not _manquantes(self.entetes) and ENTETES_DE_L_INSEE.isdisjoint(
            map(normaliser, self.entetes.values())
        )


def lire(octets, nom):
    """Rend la `Liste` que contient le fichier `nom`. Lève FichierRefuse avec un message clair."""
    texte = decoder(octets)
    lignes = lignes_de(texte)
    _, brutes = next(lignes, (1, []))
    entetes = _reconnaitre(brutes)
    positions = [brutes.index(entete) for entete in entetes.values()]
    donnees = tablib.Dataset(headers=list(entetes))
    numeros = []
    for numero, ligne in lignes:
        if not any(ligne):
            continue
        # Un tableur coupe les cellules vides de la fin d'une ligne, ou en ajoute.
        ligne = ligne[: len(brutes)] if not any(ligne[len(brutes) :]) else ligne
        if len(ligne) > len(brutes):
            raise FichierRefuse(
                f"La ligne {numero} a {len(ligne)} cellules, alors que l’en-tête en a "
                f"{len(brutes)}. Vérifiez les guillemets et le séparateur."
            )
        ligne += [""] * (len(brutes) - len(ligne))
        code, *autres = [ligne[position] for position in positions]
        numeros.append(numero)
        donnees.append([code.upper(), *autres])
    if not numeros:
        raise FichierRefuse("Le fichier n’a qu’une ligne d’en-tête : aucun quartier à importer.")
    return Liste(nom, hashlib.sha256(octets).hexdigest(), donnees, numeros, entetes)


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


def _reconnaitre(brutes):
    """Rend {colonne du portail: en-tête du fichier}. Lève FichierRefuse sans les nécessaires."""
    normalisees = {}
    for brute in brutes:
        normalisees.setdefault(normaliser(brute), brute)
    entetes = {
        colonne: next(normalisees[alias] for alias in noms if alias in normalisees)
        for colonne, noms in COLONNES.items()
        if any(alias in normalisees for alias in noms)
    }
    manquantes = ["code"] if "code" not in entetes else _manquantes(entetes)
    if manquantes and ("code" in manquantes or entetes.keys().isdisjoint(CHIFFRES)):
        attendues = " ; ".join(" ou ".join(COLONNES[nom]) for nom in manquantes)
        raise FichierRefuse(
            "Les colonnes ne sont pas celles d’une liste officielle de QPV. Il manque : "
            f"{attendues}. Colonnes vues : {', '.join(brutes)[:200]}"
        )
    return entetes


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


def _manquantes(entetes):
    """Rend les colonnes qui manquent pour que le fichier soit une liste de quartiers."""
    return [colonne for colonne in COLONNES_D_UNE_LISTE if colonne not in entetes]
