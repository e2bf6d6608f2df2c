"""L'assemblage d'un recueil : les versions figées, telles quelles, précédées d'un cahier national.

Les PDF figés sont réunis sans être refaits (voir `reunion`) : leur contenu est celui qui a été
transmis, leurs balises et leurs signets aussi.
"""

import io
import json
import zipfile
from collections import Counter
from itertools import groupby

from pypdf import PdfReader

from remontees import pdf
from remontees.models import Transmission

from .carte import legender_transmissions
from .difficultes import frequentes
from .reunion import Reunion

# L'adresse, dans le cahier, d'une page du recueil : la réunion y met le vrai lien.
PAGE_DU_RECUEIL = "https://recueil.invalid/"


class Interrompu(Exception):
    """Le recueil est annulé, ou un autre travailleur l'a repris."""


def en_pdf(recueil):
    """Rend les octets du recueil : cahier national, puis par région, les documents transmis."""
    documents = list(_documents(recueil))
    cahier, sommaire = _cahier(recueil, documents)
    _donner_signe_de_vie(recueil)
    reunion = Reunion(cahier)
    par_region = {region: list(g) for region, g in groupby(documents, lambda d: d["region"])}
    for region, _, entrees in sommaire:
        intercalaire = pdf.rendre_pdf(
            "national/intercalaire_pdf.html", {"region": region, "entrees": entrees}
        )
        parent = reunion.ajouter(intercalaire, region)
        for document in par_region.get(region, ()):
            _donner_signe_de_vie(recueil)
            reunion.ajouter(_octets(document), document["nom"], parent)
    reunion.lier(PAGE_DU_RECUEIL)
    nombre = len(reunion.pages)
    reunion.estampiller(
        pdf.rendre_pdf("national/folios_pdf.html", {"recueil": recueil, "pages": range(nombre)})
    )
    return reunion.ecrire()


def _donner_signe_de_vie(recueil):
    if not recueil.noter():
        raise Interrompu


def en_zip(recueil):
    """Rend les octets d'un ZIP : le PDF et les données JSON de chaque version figée."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        for document in _documents(recueil):
            nom = document["fichier"].removesuffix(".pdf")
            archive.writestr(f"{nom}.pdf", _octets(document))
            donnees = json.dumps(document["donnees"], ensure_ascii=False, indent=2)
            archive.writestr(f"{nom}.json", donnees)
    return sortie.getvalue()


FORMATS = {"pdf": en_pdf, "zip": en_zip}


def _documents(recueil):
    """Produit les documents dans l'ordre, en notant l'avancement. Lève Interrompu."""
    cles = [(region, cle) for region, cles in recueil.cles_par_region().items() for cle in cles]
    if not recueil.noter(total=len(cles), codes=list(recueil.transmissions())):
        raise Interrompu
    for rang, (region, cle) in enumerate(cles, start=1):
        transmission = Transmission.objects.select_related("departement", "region").get(pk=cle)
        yield {
            "pk": transmission.pk,
            "region": region.nom,
            "departement": transmission.departement_id,
            "nom": str(transmission.territoire),
            "fichier": transmission.nom_fichier,
            "donnees": transmission.donnees,
            "contenu": transmission.contenu,
            "pages": len(PdfReader(io.BytesIO(bytes(transmission.pdf))).pages),
        }
        if not recueil.noter(faits=rang):
            raise Interrompu


def _octets(document):
    # Relus un par un : les PDF de toute la nation ne tiennent pas en mémoire ensemble.
    return bytes(Transmission.objects.values_list("pdf", flat=True).get(pk=document["pk"]))


def _cahier(recueil, documents):
    """Rend le PDF du cahier, qui compte ses propres pages, et son sommaire (voir `_sommaire`)."""
    recus = {document["departement"] for document in documents} - {None}
    departements = recueil.departements()
    contexte = {
        "recueil": recueil,
        "carte": legender_transmissions({d.code for d in departements}, recus),
        "regions": recueil.regions(),
        "attendus": len(departements),
        "recus": len(recus),
        "mesures": _mesures(documents),
        "difficultes": frequentes(documents),
        "totaux": recueil.modele.totaliser([document["contenu"] for document in documents]),
        "manquants": _par_region(d for d in departements if d.code not in recus),
        "lien": PAGE_DU_RECUEIL,
    }
    pages = 0
    while True:
        contexte["sommaire"] = _sommaire(departements, documents, pages)
        octets = pdf.rendre_pdf("national/cahier_pdf.html", contexte)
        nombre = len(PdfReader(io.BytesIO(octets)).pages)
        if nombre == pages:
            return octets, contexte["sommaire"]
        pages = nombre


def _sommaire(departements, documents, cahier):
    """Rend [(région, page, [(territoire, page, ou None s'il n'a rien transmis), …]), …].

    Les pages sont celles du recueil ; une région dont rien n'est arrivé n'y est pas.
    """
    page, sommaire = cahier + 1, []
    recus = {document["departement"] for document in documents}
    for region, groupe in groupby(documents, lambda document: document["region"]):
        entree = (region, page, [])
        page += 1
        for document in groupe:
            entree[2].append((document["nom"], page))
            page += document["pages"]
        manquent = (d for d in departements if d.region.nom == region and d.code not in recus)
        entree[2].extend((str(departement), None) for departement in manquent)
        sommaire.append(entree)
    return sommaire


def _par_region(departements):
    """Rend [(région, [département, …]), …] de départements rangés par région."""
    groupes = groupby(departements, lambda departement: departement.region.nom)
    return [(region, list(groupe)) for region, groupe in groupes]


def _mesures(documents):
    """Rend les mesures que déclinent le plus de départements, et par combien de protocoles signés :
    [(code, intitulé, départements, dont signées, ou None si aucun document ne le dit)].
    """
    contenus = [document["contenu"] for document in documents]
    comptes = Counter(mesure for contenu in contenus for mesure in contenu.mesures_declinees)
    dits = [contenu.codes_signes for contenu in contenus if contenu.codes_signes is not None]
    signes = Counter(code for codes in dits for code in codes)
    return [
        (code, intitule, nombre, signes[code] if dits else None)
        for (code, intitule), nombre in comptes.most_common(10)
    ]
