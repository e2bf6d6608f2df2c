"""Un classeur XLSB minimal, écrit à la main : LibreOffice lit ce format, mais ne l'écrit pas.

Une suite d'enregistrements (type, taille, octets) dans une archive ZIP (spécification [MS-XLSB]).
"""

import io
import struct
import zipfile

DEBUT_DU_CLASSEUR, FIN_DU_CLASSEUR = 131, 132
DEBUT_DES_FEUILLES, FIN_DES_FEUILLES, UNE_FEUILLE = 143, 144, 156
DEBUT_DE_LA_FEUILLE, FIN_DE_LA_FEUILLE, ETENDUE = 129, 130, 148
DEBUT_DES_LIGNES, FIN_DES_LIGNES, LIGNE = 145, 146, 0
NOMBRE, TEXTE = 5, 6
LIENS = (
    '<?xml version="1.0"?><Relationships '
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.bin"/></Relationships>'
)


def classeur_xlsb(lignes):
    """Rend les octets d'un classeur d'une feuille, de nombres et de textes."""
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w") as archive:
        archive.writestr("xl/_rels/workbook.bin.rels", LIENS)
        feuille = struct.pack("<II", 0, 1) + _texte("rId1") + _texte("Feuille1")
        archive.writestr(
            "xl/workbook.bin",
            _enregistrement(DEBUT_DU_CLASSEUR)
            + _enregistrement(DEBUT_DES_FEUILLES)
            + _enregistrement(UNE_FEUILLE, feuille)
            + _enregistrement(FIN_DES_FEUILLES)
            + _enregistrement(FIN_DU_CLASSEUR),
        )
        archive.writestr("xl/worksheets/sheet1.bin", _feuille(lignes))
    return octets.getvalue()


def _feuille(lignes):
    largeur = max(map(len, lignes))
    octets = _enregistrement(DEBUT_DE_LA_FEUILLE)
    octets += _enregistrement(ETENDUE, struct.pack("<IIII", 0, len(lignes) - 1, 0, largeur - 1))
    octets += _enregistrement(DEBUT_DES_LIGNES)
    for rang, ligne in enumerate(lignes):
        octets += _enregistrement(LIGNE, struct.pack("<I", rang) + bytes(13))
        for colonne, valeur in enumerate(ligne):
            place = struct.pack("<II", colonne, 0)
            if isinstance(valeur, str):
                octets += _enregistrement(TEXTE, place + _texte(valeur))
            else:
                octets += _enregistrement(NOMBRE, place + struct.pack("<d", valeur))
    return octets + _enregistrement(FIN_DES_LIGNES) + _enregistrement(FIN_DE_LA_FEUILLE)


def _enregistrement(nature, octets=b""):
    return _entier(nature) + _entier(len(octets)) + octets


def _entier(nombre):
    """Sept bits par octet, le huitième dit qu'il en vient un autre."""
    octets = bytearray()
    while nombre > 127:
        octets.append(nombre & 127 | 128)
        nombre >>= 7
    return bytes([*octets, nombre])


def _texte(texte):
    return struct.pack("<I", len(texte)) + texte.encode("utf-16-le")
