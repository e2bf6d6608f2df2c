"""Relire un PDF reçu : ses données jointes, leur format, et ce que disent ses pages.

Un document figé ici se reconnaît à son empreinte, quel que soit son format. Venu d'ailleurs, il est
lu si ses données suivent leur format et si ses pages disent exactement ce qu'elles disent. Il n'est
dit intact que si ses pages portent l'empreinte de ses données : sans elle (documents figés avant
qu'elle ne s'imprime), rien ne répond des valeurs que les pages ne montrent pas.
"""

import hashlib
import io
import json
import re
from dataclasses import dataclass

from pydantic import ValidationError
from pypdf import PdfReader

from . import registre
from .code_court import code_court, ecrire_code
from .formats import interpreter
from .models import Remontee, Transmission
from .pdf import DONNEES_JOINTES, temps_borne

# Ce qu'imprime chaque page (base_pdf.html), sans ses blancs.
EMPREINTE = re.compile("Donnéesjointes,SHA-256:([0-9a-f]{64})")


class PdfRefuse(ValueError):
    """Ce PDF n'est pas une remontée intacte ; le message dit pourquoi."""


@dataclass(frozen=True)
class Relecture:
    """Un PDF relu : le modèle de sa remontée, ses données, et ce que le portail peut en dire.

    `transmission` est sa version si elle est figée ici, sinon None. `est_intact` est faux pour un
    document d'ailleurs dont les pages ne répondent que de ce qu'elles impriment.
    """

    modele: type[Remontee]
    donnees: dict
    transmission: Transmission | None
    est_intact: bool

    @property
    def territoire(self):
        """Le nom du territoire qui rend compte."""
        return self.donnees[self.modele.champ_territoire]["nom"]


@temps_borne()
def relire(octets):
    """Rend la `Relecture` d'un PDF (octets).

    Lève PdfRefuse si le fichier est abîmé, sans données, d'un format inconnu, ou contrefait.
    """
    transmission = Transmission.objects.reconnaitre(hashlib.sha256(octets).hexdigest())
    if transmission:
        return Relecture(transmission.modele, transmission.donnees, transmission, est_intact=True)
    lecteur, brutes = _ouvrir(octets)
    return juger(brutes, lambda: _texte(lecteur))


def juger(brutes, lire_les_pages):
    """Rend la `Relecture` d'un document d'ailleurs, d'après ses données (octets) et ses pages.

    `lire_les_pages` en rend le texte ; long, il ne se demande que si les données se lisent. Lève
    PdfRefuse (voir `relire`).
    """
    donnees, modele = _dechiffrer(brutes)
    _refuser_une_autre_version(modele, _interpreter(modele, donnees))
    texte = _sans_code(lire_les_pages(), brutes)
    imprimees = EMPREINTE.findall(texte)
    if imprimees and hashlib.sha256(brutes).hexdigest() not in imprimees:
        raise PdfRefuse(
            "L’empreinte qu’impriment ses pages n’est pas celle de ses données jointes : elles ont "
            "été modifiées."
        )
    # Un texte qui s'écrit de droite à gauche peut cacher l'empreinte à qui la cherche, pas à qui
    # compare les pages : on les attend d'abord avec elle.
    for jointes in (brutes, None):
        if texte == _sans_code(_texte_attendu(modele, donnees, jointes), brutes):
            return Relecture(modele, donnees, None, est_intact=jointes is not None)
    raise PdfRefuse(
        "Les pages de ce PDF ne disent pas ce que disent ses données : il a été modifié, ou vient "
        "d’une autre version du portail."
    )


def donnees_jointes(octets):
    """Rend les données que porte un PDF, sans les juger. Lève ValueError si rien ne s'y lit."""
    _, brutes = _ouvrir(octets)
    return json.loads(brutes)


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


def _dechiffrer(brutes):
    """Rend (données, modèle de remontée dont elles se disent)."""
    try:
        donnees = json.loads(brutes, parse_constant=_refuser_la_constante)
        return donnees, registre.remontee(donnees["genre"])
    except (ValueError, KeyError, TypeError, RecursionError) as erreur:
        raise PdfRefuse("Les données jointes à ce PDF sont illisibles.") from erreur


def _refuser_la_constante(constante):
    raise ValueError(constante)


def _interpreter(modele, donnees):
    try:
        return interpreter(donnees, modele.formats)
    except (KeyError, TypeError) as erreur:
        raise PdfRefuse(
            "Les données jointes sont d’un format que ce portail ne connaît pas "
            f"({donnees.get('format')}) : elles viennent d’une autre version du portail."
        ) from erreur
    except ValidationError as erreur:
        chemin = ".".join(str(cle) for cle in erreur.errors()[0]["loc"])
        raise PdfRefuse(
            f"Les données jointes ne suivent pas leur schéma ({chemin}) : elles ont été "
            "modifiées, ou viennent d’une autre version du portail."
        ) from erreur


def _refuser_une_autre_version(modele, contenu):
    remontees = modele.objects.de(contenu.periode, contenu.territoire)
    versions = Transmission.objects.pour(modele).filter(numero=contenu.version)
    if figee := versions.filter(object_id__in=remontees.values("pk")).first():
        raise PdfRefuse(
            f"Ce PDF se dit {figee.remontee}, version {figee.numero}, mais le portail a figé cette "
            "version avec une autre empreinte : il a été modifié."
        )


def _texte_attendu(modele, donnees, jointes):
    """Rend le texte des pages que donnent ces `donnees`, empreinte des `jointes` comprise."""
    try:
        return _texte(PdfReader(io.BytesIO(modele.imprimer(donnees, jointes))))
    except Exception as erreur:
        # Des données hostiles peuvent faire lever n'importe quoi à la mise en page.
        raise PdfRefuse("Ces données ne donnent aucune page : elles ont été modifiées.") from erreur


def _sans_code(texte, brutes):
    """Ôte d'un texte le code de vérification de ces données, que d'anciens documents n'ont pas.

    Un autre code reste, et le dément.
    """
    code = ecrire_code(code_court(hashlib.sha256(brutes).hexdigest()))
    return texte.replace(f"Vérifier:{code}", "")


def _texte(lecteur):
    """Rend le texte des pages, sans les blancs, que chaque lecteur de PDF place à sa façon."""
    try:
        return "".join("".join(page.extract_text().split()) for page in lecteur.pages)
    except Exception as erreur:
        raise PdfRefuse("Les pages de ce PDF sont illisibles.") from erreur
