"""Télécharger un fichier : un seul chemin pour toutes les listes du portail."""

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from .colonnes import colonnes, lignes
from .formats import FORMATS, CsvPourMachine
from .replique import sur_la_replique

# « ?usage=machine » : le CSV que décrit un Table Schema, au lieu de celui qu'ouvre un tableur.
MACHINE = "machine"


def joindre(octets, nom, type_mime, reponse=HttpResponse):
    """Rend la réponse qui télécharge ces octets sous ce nom ; `type_mime` dit leur contenu."""
    disposition = content_disposition_header(as_attachment=True, filename=nom)
    return reponse(octets, content_type=type_mime, headers={"Content-Disposition": disposition})


def exporter(request, resource, objets, extension, nom):
    """Rend la réponse qui télécharge `objets` (requête ou liste) ; Http404 hors de `FORMATS`.

    Ce qu'un classeur ne peut porter se refuse, en menant aux formats qui le peuvent.
    """
    format_ = _format(extension, request.GET.get("usage"))
    objets = sur_la_replique(objets)
    nombre = objets.count() if isinstance(objets, QuerySet) else len(objets)
    if not format_.porte(nombre):
        return _refuser(request, extension, nombre)
    choisies = choisir(resource, request.GET.getlist("colonnes")) or colonnes(resource)
    entetes = [colonne.nom for colonne in choisies]
    contenu = format_.ecrire(nom, entetes, lignes(resource, objets, entetes))
    en_texte = StreamingHttpResponse if extension == "csv" else HttpResponse
    return joindre(contenu, f"{nom}.{extension}", format_.type_mime, reponse=en_texte)


def choisir(resource, noms):
    """Rend les `Colonne` de la ressource qui portent ces noms, dans l'ordre de l'export."""
    return [colonne for colonne in colonnes(resource) if colonne.nom in noms]


def telecharger_tableau(donnees, extension, nom):
    """Rend la réponse qui télécharge un tableau (tablib) ; Http404 hors de `FORMATS`."""
    format_ = _format(extension)
    contenu = format_.ecrire(nom, donnees.headers, donnees)
    return joindre(contenu, f"{nom}.{extension}", format_.type_mime)


def en_flux(morceaux, type_mime, nom):
    """Rend la réponse qui télécharge un fichier à mesure que ses morceaux se fabriquent."""
    return joindre(morceaux, nom, type_mime, reponse=StreamingHttpResponse)


def _format(extension, usage=None):
    if extension not in FORMATS:
        raise Http404
    return CsvPourMachine() if (extension, usage) == ("csv", MACHINE) else FORMATS[extension]


def _refuser(request, extension, nombre):
    restants = [nom for nom, format_ in FORMATS.items() if format_.porte(nombre)]
    contexte = {
        "extension": extension.upper(),
        "nombre": nombre,
        "maximum": FORMATS[extension].maximum,
        "liens": {nom.upper(): _adresse(request, nom) for nom in restants},
    }
    return render(request, "composants/trop_de_lignes.html", contexte, status=422)


def _adresse(request, extension):
    """Rend l'adresse de la même demande dans un autre format."""
    if "format" not in request.GET:
        return f"{request.path.rpartition('.')[0]}.{extension}?{request.GET.urlencode()}"
    parametres = request.GET.copy()
    parametres["format"] = extension
    return f"{request.path}?{parametres.urlencode()}"
