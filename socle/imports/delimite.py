"""Lecture d'un tableau en texte : CSV de toute provenance, quels que soient ses accents."""

import csv
import re
from itertools import chain, islice

from .lecture import TAILLE_MAXIMALE, FichierRefuse

LIGNES_MAXIMALES = 200_000
COLONNES_MAXIMALES = 500
# Une cellule de contour géographique pèse plusieurs centaines de kilo-octets.
csv.field_size_limit(TAILLE_MAXIMALE)
SEPARATEURS = ";,\t"
# Excel écrit ainsi, en première ligne, le séparateur qu'il emploie.
SEPARATEUR_ANNONCE = re.compile(r'"?sep=(.)"?\s*')
LIGNE = re.compile(r"[^\r\n]*+(?:\r\n?|\n|\Z)")
ENTRE_GUILLEMETS = re.compile(r'"[^"]*"')
LETTRES_FRANCAISES = frozenset("àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ’‘“”«»…–—•°€²\xa0")
SIGNATURES = {
    b"\x89PNG": "une image",
    b"\xff\xd8\xff": "une image",
    b"GIF8": "une image",
    b"%PDF": "un PDF",
}


def lignes_du_texte(octets):
    """Produit (numéro, cellules) des lignes non vides. Lève FichierRefuse en disant pourquoi."""
    texte = _decoder(octets)
    if texte.count("\n") + texte.count("\r") > 2 * LIGNES_MAXIMALES:
        raise FichierRefuse(f"Le fichier dépasse {LIGNES_MAXIMALES} lignes : partagez-le.")
    lignes = (trouvee[0] for trouvee in LIGNE.finditer(texte))
    premieres = list(islice(lignes, 20))
    separateur = _separateur(premieres)
    bornees = (_bornee(ligne, separateur) for ligne in chain(premieres, lignes))
    lecteur = csv.reader(bornees, delimiter=separateur, strict=True)
    debut = 1
    try:
        for cellules in lecteur:
            if any(cellules):
                yield debut, cellules
            debut = lecteur.line_num + 1
    except csv.Error as erreur:
        raise FichierRefuse(
            f"La ligne {debut} est illisible : un guillemet n’est sans doute pas refermé."
        ) from erreur


def _decoder(octets):
    if not octets.strip():
        raise FichierRefuse("Le fichier est vide.")
    for signature, nature in SIGNATURES.items():
        if octets.startswith(signature):
            raise FichierRefuse(f"C’est {nature}. Déposez un tableau, en XLSX, ODS ou CSV.")
    for encodage in _encodages(octets):
        try:
            return octets.decode(encodage)
        except UnicodeDecodeError:
            continue
    raise FichierRefuse(
        "L’encodage n’est ni UTF-8, ni UTF-16, ni Windows-1252, ni celui d’un Mac. Enregistrez le "
        "tableau en XLSX, en ODS ou en CSV UTF-8."
    )


def _encodages(octets):
    """Rend les encodages à essayer, le plus sûr d'abord."""
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    if b"\0" in octets:
        raise FichierRefuse("Ce fichier n’est pas du texte. Enregistrez-le en XLSX, ODS ou CSV.")
    mac = _accents_francais(octets, "mac_roman")
    if mac > 0.8 and mac > _accents_francais(octets, "cp1252"):
        return ["utf-8-sig", "mac_roman"]
    return ["utf-8-sig", "cp1252"]


def _accents_francais(octets, encodage):
    """Rend la part des caractères accentués qui sont du français, lus dans cet encodage."""
    extrait = octets[:1_000_000].translate(None, bytes(range(128)))
    lettres = extrait.decode(encodage, "replace")
    return sum(map(LETTRES_FRANCAISES.__contains__, lettres)) / max(len(lettres), 1)


def _separateur(lignes):
    """Rend le séparateur annoncé par Excel, ou celui qui fait le plus de cellules d'une ligne."""
    if lignes and (annonce := SEPARATEUR_ANNONCE.fullmatch(lignes[0])):
        return annonce[1]
    return max(SEPARATEURS, key=lambda signe: max((li.count(signe) for li in lignes), default=0))


def _bornee(ligne, separateur):
    """Rend la ligne ; lève FichierRefuse si elle ouvre un tableau démesuré."""
    if ligne.count(separateur) > COLONNES_MAXIMALES:
        # Les virgules d'un contour géographique, entre guillemets, n'ouvrent pas de cellule.
        nues = ENTRE_GUILLEMETS.sub("", ligne)
        if nues.count(separateur) > COLONNES_MAXIMALES:
            raise FichierRefuse(f"Une ligne a plus de {COLONNES_MAXIMALES} colonnes.")
    return ligne
