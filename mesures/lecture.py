"""Lecture d'un fichier de valeurs : CSV, XLSX ou ODS, aux colonnes du modèle."""

import hashlib
import io
import zipfile
from dataclasses import dataclass

import tablib
from openpyxl import load_workbook

from quartiers.lecture import FichierRefuse, decoder, lignes_de, normaliser

COLONNES = ("indicateur", "territoire", "date", "valeur", "total", "source", "precision")
NECESSAIRES = COLONNES[:4]
LIGNES_MAXIMALES = 20_000
COLONNES_MAXIMALES = 50
POIDS_MAXIMAL = 100 * 1024**2
CLASSEUR = b"PK\x03\x04"


@dataclass
class ListeDeValeurs:
    """Fichier lu (voir `quartiers.moteur`)."""

    nom: str
    sha256: str
    donnees: tablib.Dataset
    numeros: list[int]
    entetes: dict[str, str]


def lire(octets, nom):
    """Rend la `ListeDeValeurs` du fichier `nom`. Lève FichierRefuse avec un message clair."""
    lignes = _classeur(octets) if octets.startswith(CLASSEUR) else lignes_de(decoder(octets))
    _, brutes = next(lignes, (1, []))
    positions = {normaliser(str(brute)): rang for rang, brute in enumerate(brutes)}
    if manquantes := [colonne for colonne in NECESSAIRES if colonne not in positions]:
        raise FichierRefuse(
            f"Il manque les colonnes : {', '.join(manquantes)}. Partez du modèle que donne le "
            "portail."
        )
    donnees = tablib.Dataset(headers=COLONNES)
    numeros = []
    for numero, cellules in lignes:
        cellules = [*cellules, *[""] * (len(brutes) - len(cellules))]
        ligne = [cellules[positions[c]] if c in positions else "" for c in COLONNES]
        # Le modèle a une ligne par indicateur : celles qu'on n'a pas remplies ne comptent pas.
        if ligne[COLONNES.index("valeur")] in {"", None}:
            continue
        numeros.append(numero)
        donnees.append(ligne)
    if not numeros:
        raise FichierRefuse("Aucune ligne n’a de valeur : rien à importer.")
    if len(numeros) > LIGNES_MAXIMALES:
        raise FichierRefuse(f"Le fichier dépasse {LIGNES_MAXIMALES} lignes : partagez-le.")
    entetes = {colonne: colonne for colonne in COLONNES}
    return ListeDeValeurs(nom, hashlib.sha256(octets).hexdigest(), donnees, numeros, entetes)


def _classeur(octets):
    """Produit (numéro, cellules) de la première feuille d'un classeur XLSX ou ODS."""
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            poids = sum(fichier.file_size for fichier in archive.infolist())
            lignes = _xlsx if "xl/workbook.xml" in archive.namelist() else _ods
        if poids > POIDS_MAXIMAL:
            raise FichierRefuse("Ce classeur est trop gros une fois ouvert : partagez-le.")
        for numero, cellules in enumerate(lignes(octets), start=1):
            if any(cellule not in {"", None} for cellule in cellules):
                yield numero, ["" if cellule is None else cellule for cellule in cellules]
    except FichierRefuse:
        raise
    except Exception as erreur:
        # Chaque bibliothèque de classeur lève ses propres erreurs sur un fichier abîmé.
        raise FichierRefuse(
            "Ce classeur est illisible : enregistrez-le de nouveau en XLSX, ODS ou CSV."
        ) from erreur


def _xlsx(octets):
    # Une cellule perdue au bout de la feuille ne doit pas la faire tenir entière en mémoire.
    feuille = load_workbook(io.BytesIO(octets), read_only=True, data_only=True).worksheets[0]
    return feuille.iter_rows(
        max_row=LIGNES_MAXIMALES + 2, max_col=COLONNES_MAXIMALES, values_only=True
    )


def _ods(octets):
    return tablib.Dataset().load(octets, format="ods", headers=False)
