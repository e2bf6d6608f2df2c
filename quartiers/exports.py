"""Export d'une liste en CSV, XLSX ou ODS : un seul chemin pour toutes les listes du portail."""

import tablib
from django.http import Http404, HttpResponse
from import_export.formats.base_formats import CSV, ODS, XLSX

FORMATS = {"csv": CSV, "xlsx": XLSX, "ods": ODS}
# Un tableur exécuterait une cellule qui commence ainsi (recommandation de l'OWASP).
DEBUTS_DE_FORMULE = ("=", "+", "-", "@", "\t", "\r")


def neutraliser(cellule):
    """Rend la cellule, précédée d'une apostrophe si un tableur y lirait une formule."""
    if isinstance(cellule, str) and cellule.startswith(DEBUTS_DE_FORMULE):
        return f"'{cellule}"
    return cellule


def exporter(resource, queryset, extension, nom):
    """Rend la réponse qui télécharge `queryset`. Lève Http404 si `extension` est inconnue."""
    if extension not in FORMATS:
        raise Http404
    donnees = resource.export(queryset=queryset, force_native_type=True)
    sures = tablib.Dataset(*(map(neutraliser, ligne) for ligne in donnees), headers=donnees.headers)
    sures.title = nom[:31]
    format_choisi = FORMATS[extension]()
    return HttpResponse(
        format_choisi.export_data(sures),
        content_type=format_choisi.get_content_type(),
        headers={"Content-Disposition": f'attachment; filename="{nom}.{extension}"'},
    )
