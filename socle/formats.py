"""Les formats d'un fichier à télécharger : classeur XLSX ou ODS, texte CSV.

Chacun écrit un tableau : un titre, ses en-têtes, ses lignes (lues une seule fois).
"""

import csv
import datetime
import re
from io import BytesIO
from itertools import chain, islice

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from .cellules import ecrire_pour_une_machine, ecrire_pour_une_personne, en_clair
from .ods import dresser_ods

# En caractères ; au-delà, un libellé pousserait hors de l'écran la colonne à remplir.
LARGEUR_MAXIMALE = 45
# Une feuille s'écrit ligne à ligne : ses largeurs se décident sur les premières.
LIGNES_MESUREES = 500
TITRE_MAXIMAL = 31
A_LA_LIGNE = Alignment(wrap_text=True, vertical="top")
JOUR, INSTANT, TEXTE = "DD/MM/YYYY", "DD/MM/YYYY HH:MM", "@"
# Corrigé à la main, « 20-1 » deviendrait une date, et « 01 » le nombre 1.
CODE = re.compile(r"[0-9][0-9./ -]*")


class Format:
    """Un format de fichier : son type MIME, et les lignes qu'il porte au plus (None : sans fin)."""

    type_mime: str
    maximum: int | None = None

    def porte(self, nombre):
        """Dit si un tableau de ce nombre de lignes s'écrit ainsi."""
        return self.maximum is None or nombre <= self.maximum

    def ecrire(self, titre, entetes, lignes):
        """Rend les octets du fichier, ou en produit le texte."""
        raise NotImplementedError


class Xlsx(Format):
    """Classeur XLSX, écrit ligne à ligne : cent mille lignes ne tiennent pas plus qu'une."""

    type_mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    # Une demande a trente secondes.
    maximum = 100_000

    def ecrire(self, titre, entetes, lignes):
        """Rend les octets du classeur, dont les colonnes tiennent à l'écran."""
        classeur = Workbook(write_only=True)
        feuille = classeur.create_sheet(titre[:TITRE_MAXIMAL])
        feuille.freeze_panes = "A2"
        lignes = iter(lignes)
        premieres = list(islice(lignes, LIGNES_MESUREES))
        longues = set()
        for rang, colonne in enumerate(zip(entetes, *premieres, strict=True)):
            largeur = max(len(str(en_clair(valeur))) for valeur in colonne) + 2
            dimension = feuille.column_dimensions[get_column_letter(rang + 1)]
            dimension.width = min(largeur, LARGEUR_MAXIMALE)
            if largeur > LARGEUR_MAXIMALE:
                longues.add(rang)
        feuille.append([_en_gras(feuille, entete) for entete in entetes])
        for ligne in chain(premieres, lignes):
            feuille.append([_cellule(feuille, v, rang in longues) for rang, v in enumerate(ligne)])
        octets = BytesIO()
        classeur.save(octets)
        return octets.getvalue()


class Ods(Format):
    """Classeur ODS, que sa bibliothèque bâtit entier en mémoire."""

    type_mime = "application/vnd.oasis.opendocument.spreadsheet"
    maximum = 5_000

    def ecrire(self, titre, entetes, lignes):
        """Rend les octets du classeur."""
        return dresser_ods(titre, entetes, (map(en_clair, ligne) for ligne in lignes))


class Csv(Format):
    """Texte CSV pour une personne : un tableur français l'ouvre d'un double clic."""

    type_mime = "text/csv; charset=utf-8"
    dialecte = {"delimiter": ";", "quoting": csv.QUOTE_ALL}
    debut = "\ufeff"
    ecrire_cellule = staticmethod(ecrire_pour_une_personne)

    def ecrire(self, titre, entetes, lignes):
        """Produit le texte, ligne à ligne : un million ne tient pas plus de place qu'une."""
        tampon = csv.writer(_Echo(), **self.dialecte)
        yield self.debut + tampon.writerow(entetes)
        for ligne in lignes:
            yield tampon.writerow(map(self.ecrire_cellule, ligne))


class CsvPourMachine(Csv):
    """Texte CSV que décrit un Table Schema, avec son `dialecte`."""

    dialecte = {"delimiter": ",", "quoting": csv.QUOTE_MINIMAL}
    debut = ""
    ecrire_cellule = staticmethod(ecrire_pour_une_machine)


class _Echo:
    """Un fichier qui rend ce qu'on y écrit (recette de la documentation de Django)."""

    def write(self, texte):
        return texte


def _en_gras(feuille, texte):
    cellule = WriteOnlyCell(feuille, texte)
    cellule.font = Font(bold=True)
    return cellule


def _cellule(feuille, valeur, longue):
    """Rend la valeur, ou une cellule à sa forme : date française, code qui reste un texte."""
    valeur = en_clair(valeur)
    forme = None
    if isinstance(valeur, datetime.datetime):
        forme = INSTANT
    elif isinstance(valeur, datetime.date):
        forme = JOUR
    elif isinstance(valeur, str) and CODE.fullmatch(valeur):
        forme = TEXTE
    if not (forme or longue):
        return valeur
    cellule = WriteOnlyCell(feuille, valeur)
    if forme:
        cellule.number_format = forme
    if longue:
        cellule.alignment = A_LA_LIGNE
    return cellule


# Le classeur d'abord : il garde les types, les zéros de tête et les accents.
FORMATS = {"xlsx": Xlsx(), "ods": Ods(), "csv": Csv()}
