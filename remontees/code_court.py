"""Le code court d'une version transmise : ce qu'impriment ses pages, et que chacun peut vérifier.

Il abrège l'empreinte de ses données jointes : qui relit le document sait le refaire, et le portail
n'imprime rien qu'il ne sache démentir.
"""

import segno
from django.conf import settings
from django.urls import reverse

# L'alphabet de Crockford : ni I, ni L, ni O, ni U, qui se lisent mal.
SIGNES = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LONGUEUR = 12
BITS = 5
CONFUSIONS = str.maketrans("OIL", "011")


def code_court(empreinte):
    """Rend le code (douze signes) d'une empreinte SHA-256 (hexadécimale)."""
    nombre = int(empreinte, 16) >> (256 - BITS * LONGUEUR)
    rangs = (nombre >> (BITS * rang) & 31 for rang in reversed(range(LONGUEUR)))
    return "".join(SIGNES[rang] for rang in rangs)


def ecrire_code(code):
    """Écrit un code par groupes de quatre : « 7KQ2-M9XA-4BTD »."""
    return "-".join(code[debut : debut + 4] for debut in range(0, LONGUEUR, 4))


def lire_code(texte):
    """Rend le code ainsi écrit, minuscules, espaces et O pour zéro compris ; vide s'il n'en est pas
    un."""
    code = "".join(signe for signe in texte.upper().translate(CONFUSIONS) if signe.isalnum())
    return code if len(code) == LONGUEUR and set(code) <= set(SIGNES) else ""


def adresse_du_code(code):
    """Rend l'adresse publique, entière, où mène le QR code."""
    return f"{settings.ADRESSE_DU_PORTAIL}{reverse('verifier', args=[code])}"


def dessiner_qr(code):
    """Rend les octets SVG du QR code qui mène à la page publique de ce code."""
    return segno.make(adresse_du_code(code), error="m").svg_inline(border=0).encode()
