"""Un fichier à remplir hors du portail, puis à relire : CSV, XLSX ou ODS."""

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from xml.sax import ContentHandler

import tablib
from defusedxml.sax import parse
from django.core.exceptions import ValidationError
from openpyxl import load_workbook

from .lecture import FichierRefuse, Liste, decoder, lignes_de, reperer

LIGNES_MAXIMALES = 20_000
COLONNES_MAXIMALES = 50
# Un classeur ODS se lit d'un bloc, un classeur XLSX ligne à ligne.
POIDS_MAXIMAUX = {"xlsx": 100 * 1024**2, "ods": 10 * 1024**2}
CLASSEUR = b"PK\x03\x04"
NOMBRE = re.compile(r"[0-9]{1,16}([.][0-9]{1,2}0*)?")


@dataclass(frozen=True)
class Modele:
    """Les colonnes d'un fichier à remplir.

    Une ligne dont la colonne `remplie` est vide ne compte pas : le modèle en a une par objet, et
    on ne remplit pas tout.
    """

    colonnes: tuple[str, ...]
    necessaires: tuple[str, ...]
    remplie: str

    def lire_liste(self, octets, nom):
        """Rend la `Liste` du fichier `nom`. Lève FichierRefuse avec un message clair."""
        lignes = _classeur(octets) if octets.startswith(CLASSEUR) else lignes_de(decoder(octets))
        _, brutes = next(lignes, (1, []))
        positions = reperer(brutes, self.necessaires)
        donnees, numeros = tablib.Dataset(headers=self.colonnes), []
        for numero, cellules in lignes:
            cellules = [*cellules, *[""] * (len(brutes) - len(cellules))]
            ligne = [cellules[positions[c]] if c in positions else "" for c in self.colonnes]
            if ligne[self.colonnes.index(self.remplie)] not in {"", None}:
                numeros.append(numero)
                donnees.append(ligne)
        if not numeros:
            raise FichierRefuse("Aucune ligne n’a de valeur : rien à importer.")
        if len(numeros) > LIGNES_MAXIMALES:
            raise FichierRefuse(f"Le fichier dépasse {LIGNES_MAXIMALES} lignes : partagez-le.")
        entetes = {colonne: colonne for colonne in self.colonnes}
        return Liste(nom, hashlib.sha256(octets).hexdigest(), donnees, numeros, entetes)


def lire_nombre(brute, colonne):
    """Rend le Decimal d'une cellule. Lève ValidationError {colonne: motif}."""
    if isinstance(brute, float):
        # Un tableur écrit 0,1 + 0,2 en 0,30000000000000004.
        brute = f"{brute:.2f}" if abs(brute) < 10**16 else str(brute)
    texte = "".join(str(brute).split()).replace(",", ".")
    if texte.startswith("-"):
        raise ValidationError({colonne: f"« {brute} » n’est pas un nombre positif."})
    if not NOMBRE.fullmatch(texte):
        raise ValidationError(
            {colonne: f"« {brute} » n’est pas un nombre (16 chiffres et deux décimales au plus)."}
        )
    return Decimal(texte)


def _classeur(octets):
    """Produit (numéro, cellules) de la première feuille d'un classeur XLSX ou ODS."""
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            poids = sum(fichier.file_size for fichier in archive.infolist())
            est_xlsx = "xl/workbook.xml" in archive.namelist()
        if poids > POIDS_MAXIMAUX["xlsx" if est_xlsx else "ods"]:
            raise FichierRefuse("Ce classeur est trop gros une fois ouvert : partagez-le.")
        lignes = _xlsx if est_xlsx else _ods
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
    # openpyxl refuse de lui-même un XML qui déclare des entités ; odfpy les développerait.
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        for nom in archive.namelist():
            if nom.endswith(".xml"):
                parse(archive.open(nom), ContentHandler(), forbid_dtd=True)
    return tablib.Dataset().load(octets, format="ods", headers=False)
