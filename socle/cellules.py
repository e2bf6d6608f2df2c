"""Écrire une cellule : pour une personne ou pour une machine, sans qu'un tableur s'y trompe."""

import datetime
import re
from decimal import Decimal

from django.utils import timezone
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

# Un tableur exécuterait une cellule qui commence ainsi (recommandation de l'OWASP).
SIGNES = "=+-@＝＋－＠"
DEBUTS_DE_FORMULE = (*SIGNES, "\t", "\r")
FORMULE = rf"[{re.escape(SIGNES)}]"


class Regle:
    """Une apostrophe va entre `avant` et `suite` ; la suite admet celles qui y étaient déjà."""

    def __init__(self, avant, suite):
        self.ajout = re.compile(rf"({avant})(?={suite})")
        self.retrait = re.compile(rf"({avant})'(?={suite})")

    def ajouter(self, texte):
        return self.ajout.sub(r"\1'", texte)

    def retirer(self, texte):
        return self.retrait.sub(r"\1", texte)


DEBUT = Regle("^", rf"'*(?:\s*{FORMULE}|[\t\r])")
# Un fichier de texte peut être coupé à un autre séparateur que le sien : Excel en change selon
# la langue, LibreOffice le demande.
COUPURE = Regle(r"[;,\t\r\n][\s\"]*", rf"'*{FORMULE}")
# « 20-1 » deviendrait le 20 janvier, et « 01 » le nombre 1.
CODE = Regle("^", r"'*(?:[0-9]{1,4}[-/.][0-9]{1,2}([-/.][0-9]{1,4})?|0[0-9]+)$")


def proteger(cellule):
    """Rend la cellule, précédée d'une apostrophe si un tableur y lirait une formule.

    Les caractères de contrôle, qu'un classeur refuse, en sont ôtés.
    """
    if not isinstance(cellule, str):
        return cellule
    return DEBUT.ajouter(ILLEGAL_CHARACTERS_RE.sub("", cellule))


def proteger_partout(cellule):
    """Comme `proteger`, et de même après chaque séparateur où la cellule serait coupée."""
    cellule = proteger(cellule)
    return COUPURE.ajouter(cellule) if isinstance(cellule, str) else cellule


def en_clair(valeur):
    """Rend ce qu'une personne lit dans un classeur : « oui », « non », l'heure de Paris."""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, datetime.datetime):
        return timezone.localtime(valeur).replace(tzinfo=None, microsecond=0)
    return proteger(valeur)


def ecrire(valeur):
    """Rend le texte français d'une valeur : « oui », « 31/12/2019 », « 12,5 » ; vide pour None."""
    if isinstance(valeur, str):
        return valeur
    valeur = en_clair(valeur)
    if isinstance(valeur, datetime.datetime):
        return f"{valeur:%d/%m/%Y %H:%M}"
    if isinstance(valeur, datetime.date):
        return f"{valeur:%d/%m/%Y}"
    if isinstance(valeur, str):
        return valeur
    return "" if valeur is None else ecrire_decimal(valeur).replace(".", ",")


def ecrire_pour_une_personne(valeur):
    """Rend le texte d'une cellule de CSV, tel que l'ouvre un tableur français."""
    if isinstance(valeur, str):
        return CODE.ajouter(proteger_partout(valeur))
    return ecrire(valeur)


def ecrire_pour_une_machine(valeur):
    """Rend le texte d'une cellule de CSV, telle que l'annonce un Table Schema."""
    if isinstance(valeur, bool):
        return "true" if valeur else "false"
    if isinstance(valeur, datetime.datetime):
        return timezone.localtime(valeur).isoformat()
    return proteger_partout(valeur)


def ecrire_decimal(nombre):
    """Écrit un nombre sans zéros inutiles, ni exposant : « 15 », « 0.5 »."""
    texte = f"{nombre:f}" if isinstance(nombre, Decimal) else str(nombre)
    return texte.rstrip("0").rstrip(".") if "." in texte else texte


def deproteger(texte):
    """Rend le texte tel qu'il était avant d'être protégé : les apostrophes ajoutées s'en vont."""
    # La plupart des cellules n'ont rien à rendre : un grand fichier en a cent mille.
    return DEBUT.retirer(COUPURE.retirer(CODE.retirer(texte))) if "'" in texte else texte
