"""L'intégrité de ce qui est gardé pour toujours : versions figées, et leurs recueils."""

import hashlib
import io
import zipfile

from django.db.models import Count, Max
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from national.models import Recueil
from remontees import registre
from remontees.models import Transmission
from remontees.relecture import donnees_jointes
from socle.francais import compter


def fautes():
    """Produit une phrase par faute. Un seul PDF à la fois est en mémoire."""
    for version in Transmission.objects.order_by("pk").iterator(chunk_size=1):
        for faute in _fautes_de_la_version(version):
            yield f"{version} : {faute}"
    for modele in registre.remontees():
        yield from _fautes_de_la_suite(modele)
    for recueil in Recueil.objects.filter(etat=Recueil.Etat.FAIT).iterator(chunk_size=1):
        if faute := _faute_du_recueil(recueil):
            yield f"{recueil}, n° {recueil.pk} : {faute}"


def _fautes_de_la_version(version):
    octets = bytes(version.pdf)
    if hashlib.sha256(octets).hexdigest() != version.sha256:
        yield "le PDF n’a plus l’empreinte notée à sa transmission."
    try:
        jointes = donnees_jointes(octets)
    except ValueError:
        yield "les données jointes au PDF sont illisibles."
    else:
        if jointes != version.donnees:
            yield "les données de la base ne sont plus celles que porte le PDF."


def _fautes_de_la_suite(modele):
    """Produit les fautes d'un modèle : version manquante, ou remontée transmise sans version."""
    versions = Transmission.objects.pour(modele)
    transmises = modele.objects.exclude(etat__in=(modele.Etat.BROUILLON, modele.Etat.A_SIGNER))
    for remontee in transmises.exclude(pk__in=versions.values("object_id")):
        yield f"{remontee} : son état dit qu’elle est transmise, mais aucune version n’est figée."
    suites = versions.order_by("object_id").values("object_id", modele.champ_territoire)
    for suite in suites.annotate(nombre=Count("pk"), dernier=Max("numero")):
        if suite["nombre"] != suite["dernier"]:
            nom, code = modele._meta.verbose_name, suite[modele.champ_territoire]
            yield (
                f"{nom} n° {suite['object_id']} ({code}) : "
                f"{compter(suite['nombre'], 'version')} pour un dernier numéro {suite['dernier']}."
            )


def _faute_du_recueil(recueil):
    if recueil.contenu is None:
        return "il est dit prêt, mais son fichier manque."
    flux = io.BytesIO(recueil.contenu)
    try:
        if recueil.format == Recueil.Format.PDF:
            len(PdfReader(flux, strict=True).pages)
            return None
        return _faute_de_l_archive(zipfile.ZipFile(flux))
    except (PyPdfError, zipfile.BadZipFile) as erreur:
        return f"son fichier est abîmé ({erreur})."


def _faute_de_l_archive(archive):
    for nom in archive.namelist():
        octets = archive.read(nom)
        empreinte = hashlib.sha256(octets).hexdigest()
        if nom.endswith(".pdf") and not Transmission.objects.reconnaitre(empreinte):
            return f"« {nom} » n’est pas une version figée."
    return None
