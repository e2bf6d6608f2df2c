"""Export d'une liste en CSV, XLSX ou ODS : un seul chemin pour toutes les listes du portail."""

import csv
from io import BytesIO
from itertools import chain

import tablib
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from import_export.formats.base_formats import CSV, ODS, XLSX
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment
from tablib.formats import registry

# En caractères ; au-delà, un libellé pousserait hors de l'écran la colonne à remplir.
LARGEUR_MAXIMALE = 45
LIGNES_LUES_D_UN_COUP = 2000


class Classeur(XLSX):
    """Classeur XLSX dont les colonnes tiennent à l'écran : un long texte y passe à la ligne."""

    def export_data(self, dataset, **kwargs):
        classeur = Workbook()
        feuille = classeur.active
        feuille.title = dataset.title
        registry.get_format("xlsx").dset_sheet(dataset, feuille)
        for colonne in feuille.columns:
            largeur = max(len(str(cellule.value)) for cellule in colonne) + 2
            dimension = feuille.column_dimensions[colonne[0].column_letter]
            dimension.width = min(largeur, LARGEUR_MAXIMALE)
            for cellule in colonne if largeur > LARGEUR_MAXIMALE else ():
                cellule.alignment = Alignment(wrap_text=True, vertical="top")
        octets = BytesIO()
        classeur.save(octets)
        return octets.getvalue()


FORMATS = {"csv": CSV, "xlsx": Classeur, "ods": ODS}
# Un tableur exécuterait une cellule qui commence ainsi (recommandation de l'OWASP).
DEBUTS_DE_FORMULE = ("=", "+", "-", "@", "\t", "\r")


def neutraliser(cellule):
    """Rend la cellule, précédée d'une apostrophe si un tableur y lirait une formule.

    Les caractères de contrôle, qu'un classeur refuse, en sont ôtés.
    """
    if not isinstance(cellule, str):
        return cellule
    cellule = ILLEGAL_CHARACTERS_RE.sub("", cellule)
    return f"'{cellule}" if cellule.startswith(DEBUTS_DE_FORMULE) else cellule


def joindre(octets, nom, type_mime, reponse=HttpResponse):
    """Rend la réponse qui télécharge ces octets sous ce nom ; `type_mime` dit leur contenu."""
    disposition = content_disposition_header(as_attachment=True, filename=nom)
    return reponse(octets, content_type=type_mime, headers={"Content-Disposition": disposition})


def exporter(resource, objets, extension, nom):
    """Rend la réponse qui télécharge `objets` (requête ou liste) ; Http404 hors de `FORMATS`.

    Le CSV part ligne à ligne : un million de lignes ne tient pas plus de place qu'une.
    """
    if extension == "csv":
        tampon = csv.writer(_Echo())
        sures = (map(neutraliser, ligne) for ligne in lignes(resource, objets))
        morceaux = map(tampon.writerow, chain([resource.get_export_headers()], sures))
        return en_flux(morceaux, "text/csv", f"{nom}.csv")
    donnees = tablib.Dataset(*lignes(resource, objets), headers=resource.get_export_headers())
    return telecharger_tableau(donnees, extension, nom)


def lignes(resource, objets):
    """Produit les valeurs de chacun des `objets` (requête ou liste), dans l'ordre des colonnes."""
    champs = resource.get_export_fields()
    if isinstance(objets, QuerySet):
        # Laissée à la bibliothèque, la requête serait relue depuis son début à chaque centaine.
        objets = objets.iterator(LIGNES_LUES_D_UN_COUP)
    for objet in objets:
        yield [resource.export_field(champ, objet, force_native_type=True) for champ in champs]


def telecharger_tableau(donnees, extension, nom):
    """Rend la réponse qui télécharge un tableau. Lève Http404 si `extension` est inconnue."""
    if extension not in FORMATS:
        raise Http404
    sures = tablib.Dataset(*(map(neutraliser, ligne) for ligne in donnees), headers=donnees.headers)
    sures.title = nom[:31]
    format_choisi = FORMATS[extension]()
    octets = format_choisi.export_data(sures)
    return joindre(octets, f"{nom}.{extension}", format_choisi.get_content_type())


def en_flux(morceaux, type_mime, nom):
    """Rend la réponse qui télécharge un fichier à mesure que ses morceaux se fabriquent."""
    return joindre(morceaux, nom, type_mime, reponse=StreamingHttpResponse)


class _Echo:
    """Un fichier qui rend ce qu'on y écrit (recette de la documentation de Django)."""

    def write(self, texte):
        return texte
