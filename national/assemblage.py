"""L'assemblage d'un recueil : les versions figées, telles quelles, précédées d'un cahier national.

Les PDF figés sont réunis sans être refaits : leur texte est celui qui a été transmis.
"""

import io
import json
import zipfile
from collections import Counter
from itertools import groupby

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from remontees import pdf
from remontees.models import Transmission

from .carte import legender_transmissions
from .difficultes import frequentes


class Interrompu(Exception):
    """Le recueil est annulé, ou un autre travailleur l'a repris."""


def en_pdf(recueil):
    """Rend les octets du recueil : cahier national, puis par région, les documents transmis."""
    documents = list(_documents(recueil))
    cahier = _cahier(recueil, documents)
    _donner_signe_de_vie(recueil)
    recueil_pdf = PdfWriter()
    recueil_pdf.add_metadata({"/Title": recueil.titre})
    # Le titre se lit dans la fenêtre, la langue se prononce ; les balises, elles, se perdent.
    recueil_pdf.root_object[NameObject("/Lang")] = TextStringObject("fr-FR")
    recueil_pdf.create_viewer_preferences().display_doctitle = True
    recueil_pdf.append(PdfReader(io.BytesIO(cahier)), outline_item="Cahier national")
    for region, groupe in groupby(documents, lambda document: document["region"]):
        intercalaire = pdf.rendre_pdf("national/intercalaire_pdf.html", {"region": region})
        recueil_pdf.append(io.BytesIO(intercalaire), import_outline=False)
        parent = recueil_pdf.add_outline_item(title=region, page_number=len(recueil_pdf.pages) - 1)
        for document in groupe:
            _donner_signe_de_vie(recueil)
            debut = len(recueil_pdf.pages)
            recueil_pdf.append(io.BytesIO(_octets(document)), import_outline=False)
            recueil_pdf.add_outline_item(title=document["nom"], page_number=debut, parent=parent)
    sortie = io.BytesIO()
    recueil_pdf.write(sortie)
    return sortie.getvalue()


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
    """Rend le PDF du cahier : sa table des matières compte ses propres pages."""
    recus = {document["departement"] for document in documents} - {None}
    contexte = {
        "recueil": recueil,
        "carte": legender_transmissions(
            {departement.code for departement in recueil.departements()},
            recus,
        ),
        "regions": recueil.regions(),
        "attendus": recueil.departements().count(),
        "recus": len(recus),
        "mesures": _mesures(documents),
        "difficultes": frequentes(documents),
    }
    pages = 0
    while True:
        contexte["sommaire"] = _sommaire(documents, pages)
        octets = pdf.rendre_pdf("national/cahier_pdf.html", contexte)
        nombre = len(PdfReader(io.BytesIO(octets)).pages)
        if nombre == pages:
            return octets
        pages = nombre


def _sommaire(documents, cahier):
    """Rend [(région, page, [(département, page), …]), …], numérotés dans le recueil."""
    page, sommaire = cahier + 1, []
    for region, groupe in groupby(documents, lambda document: document["region"]):
        entree = (region, page, [])
        page += 1
        for document in groupe:
            entree[2].append((document["nom"], page))
            page += document["pages"]
        sommaire.append(entree)
    return sommaire


def _mesures(documents):
    """Rend les mesures que déclinent le plus de départements : [(code, intitulé, départements)]."""
    comptes = Counter(
        mesure for document in documents for mesure in document["contenu"].mesures_declinees
    )
    return [(*mesure, nombre) for mesure, nombre in comptes.most_common(10)]
