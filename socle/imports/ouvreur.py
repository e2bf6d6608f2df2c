"""Ouvre un classeur dans un processus à part, que le système borne : mémoire et temps.

Lancé par `socle.imports.classeur`, jamais importé par le portail : il lit un fichier sur l'entrée
standard et écrit une ligne de JSON par ligne non vide : [feuille, numéro, cellules] ; la cellule
d'une formule jamais calculée est `null`, un refus est une simple chaîne.
"""

import datetime
import io
import json
import re
import resource
import sys
import zipfile
import zlib

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, ZipError

MEMOIRE_MAXIMALE = 200 * 1024**2
SECONDES_MAXIMALES = 2
POIDS_MAXIMAL = 60 * 1024**2
LIGNES_MAXIMALES = 50_000
COLONNES_MAXIMALES = 300
# Ce texte, qu'aucun tableur n'écrit, tient la place d'une valeur jamais calculée.
SANS_VALEUR = "\ufdd0"
EN_TEXTE = rb'<c r="\1" t="inlineStr"><is><t>%s</t></is></c>'
# Dans chaque sorte de feuille, ce que le lecteur prendrait pour un vide, et ce qui le lui montre :
# une formule qu'aucun tableur n'a calculée (un texte vide est une valeur), une erreur (« #REF! »).
A_MONTRER = {
    "xl/worksheets/": (
        (
            re.compile(
                rb'<c\b(?![^>]*\bt="str")[^>]*\br="(\w+)"[^>]*>\s*'
                rb"<f\b(?:[^>]*/>|[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"
            ),
            EN_TEXTE % SANS_VALEUR.encode(),
        ),
        (
            re.compile(
                rb'<c\b(?=[^>]*\bt="e")[^>]*\br="(\w+)"[^>]*>\s*'
                rb"(?:<f\b(?:[^>]*/>|[^<]*</f>)\s*)?<v>([^<]+)</v>\s*</c>"
            ),
            EN_TEXTE % rb"\2",
        ),
    ),
    "content.xml": ((re.compile(rb' office:string-value=""(?= calcext:value-type="error")'), b""),),
}
# Au-delà, un nombre à virgule flottante ne dit plus ses unités.
ENTIER_EXACT = 2**53

ABIME = "Ce classeur est illisible : enregistrez-le de nouveau en XLSX, ODS ou CSV."


class Refus(Exception):
    """Le classeur ne s'ouvre pas ; le message dit pourquoi."""


def ouvrir(octets):
    """Produit (feuille, numéro, textes des cellules) de toutes les feuilles. Lève Refus."""
    try:
        classeur = CalamineWorkbook.from_filelike(io.BytesIO(_controler(octets)))
        for nom in [f.name for f in classeur.sheets_metadata if f.typ == SheetTypeEnum.WorkSheet]:
            feuille = classeur.get_sheet_by_name(nom)
            if feuille.total_height > LIGNES_MAXIMALES:
                raise Refus(f"La feuille « {nom} » dépasse {LIGNES_MAXIMALES} lignes.")
            if feuille.total_width > COLONNES_MAXIMALES:
                raise Refus(
                    f"La feuille « {nom} » dépasse {COLONNES_MAXIMALES} colonnes : effacez ce qui "
                    "est loin à droite du tableau."
                )
            lignes = feuille.to_python(skip_empty_area=False)
            for numero, cellules in enumerate(lignes, start=1):
                if any(cellule != "" for cellule in cellules):
                    yield nom, numero, [ecrire(cellule) for cellule in cellules]
    except PasswordError as erreur:
        raise Refus("Ce classeur est protégé par un mot de passe : ôtez-le.") from erreur
    except (CalamineError, ZipError, OSError, ValueError) as erreur:
        raise Refus(ABIME) from erreur


def _controler(octets):
    """Rend le classeur, ses erreurs et ses formules jamais calculées en texte. Lève Refus."""
    if not octets.startswith(b"PK"):
        return octets
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            if sum(fichier.file_size for fichier in archive.infolist()) > POIDS_MAXIMAL:
                raise Refus("Ce classeur est trop gros une fois ouvert : partagez-le.")
            # Le lecteur ne contrôle pas les sommes : une lettre changée y passerait pour vraie.
            if archive.testzip():
                raise Refus(ABIME)
            for nom in archive.namelist():
                motifs = _a_montrer(nom)
                contenu = archive.read(nom) if motifs else b""
                if any(motif.search(contenu) for motif, _ in motifs):
                    return _recrire(archive)
    except (zipfile.BadZipFile, zlib.error, ValueError, OverflowError, EOFError) as erreur:
        raise Refus(ABIME) from erreur
    return octets


def _a_montrer(nom):
    """Rend les (motif, remplacement) d'un fichier de l'archive."""
    return next((motifs for debut, motifs in A_MONTRER.items() if nom.startswith(debut)), ())


def _recrire(archive):
    """Rend l'archive où se voit ce que le lecteur prendrait pour un vide."""
    ecrite = io.BytesIO()
    with zipfile.ZipFile(ecrite, "w", zipfile.ZIP_DEFLATED) as sortie:
        for nom in archive.namelist():
            contenu = archive.read(nom)
            for motif, texte in _a_montrer(nom):
                contenu = motif.sub(texte, contenu)
            sortie.writestr(nom, contenu)
    return ecrite.getvalue()


def ecrire(cellule):
    """Écrit une cellule comme une personne l'écrirait : « 1234,5 », « 2019-06-30 », « oui »."""
    if cellule == SANS_VALEUR:
        return None
    if isinstance(cellule, bool):
        return "oui" if cellule else "non"
    if isinstance(cellule, float):
        # Un tableur garde quinze chiffres : il écrit 0,1 + 0,2 en 0,30000000000000004.
        entier = cellule.is_integer() and abs(cellule) < ENTIER_EXACT
        return str(int(cellule)) if entier else f"{cellule:.15g}".replace(".", ",")
    if isinstance(cellule, datetime.datetime):
        minuit = cellule.time() == datetime.time()
        return cellule.date().isoformat() if minuit else cellule.isoformat(" ")
    return str(cellule).strip()


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MEMOIRE_MAXIMALE, MEMOIRE_MAXIMALE))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDES_MAXIMALES, SECONDES_MAXIMALES))
    try:
        for ligne in ouvrir(sys.stdin.buffer.read()):
            print(json.dumps(ligne))
    except Refus as refus:
        print(json.dumps(str(refus)))


if __name__ == "__main__":
    main()
