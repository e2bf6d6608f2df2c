"""Un fichier joint à garder : reconnu à son contenu, jamais à son nom, et borné."""

import io
import zipfile

from django.core.exceptions import ValidationError
from PIL import Image, UnidentifiedImageError

TAILLE_MAXIMALE = 5 * 1024 * 1024
PDF = ("application/pdf", "pdf")
ODT = ("application/vnd.oasis.opendocument.text", "odt")
IMAGES = {"PNG": ("image/png", "png"), "JPEG": ("image/jpeg", "jpg")}
REFUS = "Ce fichier n’est ni un PDF, ni un ODT, ni une image PNG ou JPEG."


def reconnaitre(octets):
    """Rend (type MIME, extension) de ce que contient un fichier. Lève ValidationError."""
    if len(octets) > TAILLE_MAXIMALE:
        raise ValidationError(f"Le fichier dépasse {TAILLE_MAXIMALE // 1024**2} Mo.")
    if octets.startswith(b"%PDF-") and b"%%EOF" in octets[-2048:]:
        return PDF
    if octets.startswith(b"PK"):
        return _texte(octets)
    try:
        with Image.open(io.BytesIO(octets), formats=list(IMAGES)) as image:
            image.verify()
            return IMAGES[str(image.format)]
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as erreur:
        raise ValidationError(REFUS) from erreur


def _texte(octets):
    """Reconnaît un texte OpenDocument à l'entrée qui dit son type, sans rien en déplier d'autre."""
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            entree = archive.getinfo("mimetype")
            if entree.file_size == len(ODT[0]) and archive.read(entree) == ODT[0].encode():
                return ODT
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError):
        pass
    raise ValidationError(REFUS)
