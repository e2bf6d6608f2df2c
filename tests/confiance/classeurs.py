"""Des classeurs fabriqués à la main, comme un attaquant les fabriquerait."""

import io
import zipfile

import tablib

# Neuf étages de dix : un milliard de fois « ha ».
ETAGES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "hahahahaha"}">' for n in range(10))
BOMBE = f"<!DOCTYPE bombe [{ETAGES}]>"
EXTERNE = '<!DOCTYPE fuite [<!ENTITY e9 SYSTEM "file:///etc/hostname">]>'
FEUILLES = {"xlsx": "xl/worksheets/sheet1.xml", "ods": "content.xml"}


MEGAOCTET = 1024**2
# De quoi retenir longtemps un lecteur naïf : chacun tient dans une demande.
DEMESURES = {
    "entête": lambda: b";" * 28 * MEGAOCTET,
    "ligne": lambda: b"nom;resultat\n" + b";" * 28 * MEGAOCTET,
    "vides": lambda: b"\n" * 29 * MEGAOCTET,
    "lignes": lambda: b"a" + b"\n" * 29 * MEGAOCTET,
    "zip": lambda: _zip(90 * MEGAOCTET),
    "faux zip": lambda: b"PK\x03\x04" * 1000,
    "faux xls": lambda: b"\xd0\xcf\x11\xe0" * 1000,
}


def _zip(taille):
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * taille)
    return sortie.getvalue()


def classeur(extension, entete=("indicateur",), ligne=("Lille",)):
    """Rend les octets d'un classeur d'une ligne ; par défaut une cellule, « Lille »."""
    return tablib.Dataset(ligne, headers=entete).export(extension)


def avec_declaration(extension, declaration):
    """Rend ce classeur, sa feuille précédée de `declaration` et nommant l'entité `e9`."""

    def pieger(xml):
        entete, fin, reste = xml.partition("?>")
        xml = f"{entete}{fin}{declaration}{reste}" if fin else declaration + xml
        return xml.replace("Lille", "&e9;").replace("<v>0</v>", "<v>&e9;</v>")

    return _refaire(extension, pieger)


def gonfle(extension, taille):
    """Rend ce classeur, dont la feuille pèse `taille` octets une fois ouverte."""
    return _refaire(extension, lambda xml: xml + " " * taille)


def _refaire(extension, changer):
    origine, sortie = zipfile.ZipFile(io.BytesIO(classeur(extension))), io.BytesIO()
    with origine, zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as copie:
        for nom in origine.namelist():
            octets = origine.read(nom)
            if nom == FEUILLES[extension]:
                octets = changer(octets.decode()).encode()
            copie.writestr(nom, octets)
    return sortie.getvalue()
