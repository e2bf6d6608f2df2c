"""Des PDF figés : ce qu'ils portent, ce qu'on y change, ce qu'en a figé une autre installation."""

import io
import json
from pathlib import Path

from django.db import transaction
from pypdf import PdfReader, PdfWriter

from remontees import garde
from remontees.models import Decision
from remontees.pdf import DONNEES_JOINTES

ARCHIVES = Path(__file__).parent / "remontees" / "archives"


def lire_archive(nom):
    """Rend (octets, données) d'une version que le portail a figée autrefois, « bilan-1 »."""
    donnees = json.loads((ARCHIVES / f"{nom}.json").read_text(encoding="utf-8"))
    return (ARCHIVES / f"{nom}.pdf").read_bytes(), donnees


def figer_ailleurs(remontee, user):
    """Rend les octets du PDF de `remontee`, tel que le figerait une autre installation."""
    with transaction.atomic():
        octets = bytes(remontee.transmettre(user).pdf)
        transaction.set_rollback(True)
    return octets


def effacer(versions):
    """Efface des versions figées (requête), comme qui tient la base et en ôte les gardes."""
    garde.retirer(versions.db)
    Decision.objects.filter(transmission__in=versions).delete()
    versions.delete()
    garde.poser(versions.db)


def jointes(octets):
    """Rend les données que porte un PDF."""
    (donnees,) = PdfReader(io.BytesIO(octets)).attachments[DONNEES_JOINTES]
    return json.loads(donnees)


def texte_des_pages(octets):
    """Rend le texte des pages d'un PDF, sans ses blancs."""
    pages = PdfReader(io.BytesIO(octets)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def avec_donnees(octets, donnees):
    """Rend le même PDF, ses pages intactes, ses données jointes (octets) remplacées."""
    redacteur = PdfWriter()
    redacteur.append(io.BytesIO(octets))
    redacteur.root_object.pop("/Names", None)
    redacteur.add_attachment(DONNEES_JOINTES, donnees)
    sortie = io.BytesIO()
    redacteur.write(sortie)
    return sortie.getvalue()
