"""Relire un PDF reçu : ses données jointes, leur forme, et ce que disent ses pages.

Un document figé ici se reconnaît à son empreinte. Venu d'ailleurs, il est lu s'il est intact : ses
données suivent leur schéma, et ses pages disent exactement ce qu'elles disent.
"""

import hashlib
import io
import json
from dataclasses import dataclass

from django.conf import settings
from pypdf import PdfReader

from . import registre
from .models import Transmission
from .pdf import DONNEES_JOINTES


class PdfRefuse(ValueError):
    """Ce PDF n'est pas une remontée intacte ; le message dit pourquoi."""


@dataclass(frozen=True)
class Lecture:
    """Un PDF relu : son genre de remontée, ses données, et sa version si elle est figée ici."""

    modele: type
    donnees: dict
    transmission: Transmission | None

    @property
    def territoire(self):
        """Le nom du territoire qui rend compte."""
        return self.donnees[self.modele.champ_territoire]["nom"]


def relire(octets):
    """Rend la `Lecture` d'un PDF (octets).

    Lève PdfRefuse si le fichier est abîmé, sans données, hors schéma, ou contrefait.
    """
    lecteur, brutes = _ouvrir(octets)
    modele, donnees = _valider(brutes)
    transmission = Transmission.objects.reconnaitre(hashlib.sha256(octets).hexdigest())
    if transmission is None:
        _refuser_une_autre_version(modele, donnees)
        _comparer_les_pages(lecteur, modele, donnees)
    return Lecture(modele, donnees, transmission)


def donnees_jointes(octets):
    """Rend les données que porte un PDF, sans les juger. Lève ValueError si rien ne s'y lit."""
    _, brutes = _ouvrir(octets)
    return json.loads(brutes)


def schema(genre):
    """Rend le schéma JSON d'un genre de remontée (docs/schemas/), dans son format actuel."""
    chemin = settings.BASE_DIR / "docs" / "schemas" / f"{genre}-1.json"
    return json.loads(chemin.read_text(encoding="utf-8"))


def _ouvrir(octets):
    try:
        lecteur = PdfReader(io.BytesIO(octets), strict=True)
        jointes = lecteur.attachments.get(DONNEES_JOINTES, [])
    except Exception as erreur:
        # Un fichier abîmé, ou hostile, fait lever n'importe quoi au lecteur de PDF.
        raise PdfRefuse("Ce fichier n’est pas un PDF lisible : il est abîmé.") from erreur
    if len(jointes) != 1:
        raise PdfRefuse("Ce PDF ne porte pas les données d’une remontée transmise par le portail.")
    return lecteur, jointes[0]


def _valider(brutes):
    # Long à lire selon ce qui est installé : seule la relecture d'un PDF l'attend.
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    try:
        donnees = json.loads(brutes, parse_constant=_refuser_la_constante)
        modele = registre.remontee(donnees["genre"])
    except (ValueError, KeyError, TypeError, RecursionError) as erreur:
        raise PdfRefuse("Les données jointes à ce PDF sont illisibles.") from erreur
    if erreur := best_match(Draft202012Validator(schema(modele.genre)).iter_errors(donnees)):
        raise PdfRefuse(
            f"Les données jointes ne suivent pas leur schéma ({erreur.json_path}) : elles ont été "
            "modifiées, ou viennent d’une autre version du portail."
        )
    return modele, donnees


def _refuser_la_constante(constante):
    raise ValueError(constante)


def _refuser_une_autre_version(modele, donnees):
    remontees = modele.objects.de(*modele.situer(donnees))
    figee = (
        Transmission.objects.pour(modele)
        .filter(object_id__in=remontees.values("pk"), numero=donnees["version"])
        .first()
    )
    if figee:
        raise PdfRefuse(
            f"Ce PDF se dit {figee.remontee}, version {figee.numero}, mais le portail a figé cette "
            "version avec une autre empreinte : il a été modifié."
        )


def _comparer_les_pages(lecteur, modele, donnees):
    try:
        conforme = _texte(lecteur) == _texte(PdfReader(io.BytesIO(modele.imprimer(donnees))))
    except Exception as erreur:
        raise PdfRefuse("Les pages de ce PDF sont illisibles.") from erreur
    if not conforme:
        raise PdfRefuse(
            "Les pages de ce PDF ne disent pas ce que disent ses données : il a été modifié, ou "
            "vient d’une autre version du portail."
        )


def _texte(lecteur):
    """Rend le texte des pages, sans les blancs, que chaque lecteur de PDF place à sa façon."""
    return "".join("".join(page.extract_text().split()) for page in lecteur.pages)
