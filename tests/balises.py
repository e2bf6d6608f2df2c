"""Juger les balises d'un PDF : ce que PDF/UA-1 exige, et qu'un lecteur d'écran dirait mal."""

import io
import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject

# Le vérificateur indépendant (PyPI : outloud).
OUTLOUD = Path(sys.executable).with_name("outloud")
MONTRE_DU_TEXTE = {b"Tj", b"TJ", b"'", b'"'}
TITRES = {f"/H{niveau}": niveau for niveau in range(1, 7)}


def fautes(octets):
    """Rend, en phrases, ce qui manque aux balises d'un PDF ; aucune pour un PDF accessible."""
    lecteur = PdfReader(io.BytesIO(octets))
    racine = lecteur.trailer["/Root"]["/StructTreeRoot"]
    elements = [e for enfant in racine["/K"] for e in _parcourir(enfant.get_object())]
    return [
        *_des_elements(elements),
        *_des_titres(elements),
        *_du_contenu(lecteur, elements),
        *_des_liens(lecteur),
    ]


def fautes_d_outloud(documents):
    """Rend ce qu'un vérificateur indépendant trouve contre la norme dans ces {nom: PDF}."""
    with TemporaryDirectory() as dossier:
        fichiers = [Path(dossier, f"{nom.replace(':', '-')}.pdf") for nom in documents]
        for fichier, octets in zip(fichiers, documents.values(), strict=True):
            fichier.write_bytes(octets)
        commande = [OUTLOUD, *fichiers, "--layer", "conformance"]
        fait = subprocess.run(commande, capture_output=True, text=True, check=False)
    return "" if fait.returncode == 0 else fait.stdout + fait.stderr


def _parcourir(element):
    yield element
    for enfant in _enfants(element):
        yield from _parcourir(enfant)


def _enfants(element):
    for reference in element.get("/K", ()):
        objet = reference.get_object()
        if isinstance(objet, DictionaryObject) and objet.get("/Type") == "/StructElem":
            yield objet


def _des_elements(elements):
    for element in elements:
        nature = element["/S"]
        if nature == "/TH" and "/Scope" not in element.get("/A", {}):
            yield "un en-tête de table ne dit pas sa portée"
        if nature == "/Figure" and not element.get("/Alt"):
            yield "un dessin n’a pas de texte de remplacement"
        if nature == "/L":
            autres = {e["/S"] for e in _enfants(element)} - {"/LI", "/L", "/Caption"}
            if autres:
                yield f"une liste porte {autres}"
        if not element.get("/K") and nature not in {"/TD", "/TH"}:
            yield f"un élément {nature} est vide"


def _des_titres(elements):
    niveau = 0
    for element in elements:
        if suivant := TITRES.get(element["/S"]):
            if suivant > niveau + 1:
                yield f"un titre saute de {niveau} à {suivant}"
            niveau = suivant


def _du_contenu(lecteur, elements):
    """Tout texte d'une page est réclamé une fois par une balise, ou marqué artefact."""
    reclames = Counter(
        (element["/Pg"].indirect_reference.idnum, kid)
        for element in elements
        for kid in element.get("/K", ())
        if isinstance(kid, int)
    )
    for page in lecteur.pages:
        numero, pile = page.indirect_reference.idnum, []
        for operandes, operateur in ContentStream(page.get_contents(), lecteur).operations:
            if operateur in {b"BDC", b"BMC"}:
                proprietes = operandes[1] if len(operandes) > 1 else {}
                pile.append((operandes[0], proprietes.get("/MCID")))
                if operandes[0] != "/Artifact":
                    fois = reclames.pop((numero, proprietes.get("/MCID")), 0)
                    if fois != 1:
                        yield f"un contenu est réclamé {fois} fois"
            elif operateur == b"EMC":
                pile.pop()
            elif operateur in MONTRE_DU_TEXTE and not pile:
                yield "un texte n’est ni balisé ni un artefact"
    if reclames:
        yield f"{len(reclames)} balises réclament un contenu absent"


def _des_liens(lecteur):
    for page in lecteur.pages:
        for reference in page.get("/Annots", ()):
            lien = reference.get_object()
            if not lien.get("/Contents") or "/StructParent" not in lien:
                yield "un lien n’est pas décrit, ou pas balisé"
