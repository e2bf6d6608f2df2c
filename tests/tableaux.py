"""Lire et écrire un fichier, comme le ferait un tableur français."""

import csv
import io
import zipfile

import tablib

ESPACES_DE_NOMS = " ".join(
    f'xmlns:{nom}="urn:oasis:names:tc:opendocument:xmlns:{nom}:1.0"'
    for nom in ("office", "table", "text")
)


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


def ecrire(lignes, extension):
    """Rend les octets d'un fichier de ces lignes, dont la première est l'en-tête."""
    entetes, *suite = lignes
    octets = tablib.Dataset(*suite, headers=entetes).export(extension)
    return octets.encode() if isinstance(octets, str) else octets


def ecrire_en_ods(lignes, fin=""):
    """Rend un ODS de ces lignes, puis de `fin` (XML) ; une cellule en « < » y est telle quelle."""
    rangees = "".join(
        f"<table:table-row>{''.join(map(_cellule_d_ods, ligne))}</table:table-row>"
        for ligne in lignes
    )
    contenu = (
        f'<office:document-content {ESPACES_DE_NOMS} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="F">{rangees}{fin}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", contenu)
    return octets.getvalue()


def _cellule_d_ods(cellule):
    texte = str(cellule)
    if texte.startswith("<"):
        return texte
    return (
        f'<table:table-cell office:value-type="string"><text:p>{texte}</text:p></table:table-cell>'
    )
