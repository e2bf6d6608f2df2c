"""Listes filtrées du portail : filtres, pages, export, montrés de la même façon partout."""

from django.core.paginator import Paginator
from django.shortcuts import render

from .exports import exporter
from .formats import FORMATS

PAR_PAGE = 25


def paginer(request, objets):
    """Rend la page demandée (`?page=`) de ces objets, et les numéros à montrer (`pages`).

    Hors bornes, c'est la plus proche.
    """
    demandee = request.GET.get("page", "")
    # Django mène de « 0 » et de « -1 » à la dernière page.
    premiere = demandee.startswith("-") or not demandee.strip("0")
    page = Paginator(objets, PAR_PAGE).get_page(1 if premiere else demandee)
    page.pages = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    return page


def lister(request, filtre, resource, nom, gabarit, **contexte):
    """Montre la liste filtrée dans `gabarit`, ou l'exporte sous `nom` si `?format=` le demande."""
    extension = request.GET.get("format")
    # Un filtre faux ne filtre rien : la page le dit, un fichier ne le dirait pas.
    if extension and filtre.is_valid():
        return exporter(request, resource, filtre.qs, extension, nom)
    contexte |= {"filtre": filtre, "formats": FORMATS, "page_obj": paginer(request, filtre.qs)}
    return render(request, gabarit, contexte)


def lister_lignes(request, form, lignes, resource, nom, gabarit, **contexte):
    """Comme `lister`, pour des `lignes` calculées que le formulaire `form` a déjà choisies."""
    extension = request.GET.get("format")
    if extension and form.is_valid():
        return exporter(request, resource, lignes, extension, nom)
    contexte |= {"filtre": {"form": form}, "formats": FORMATS, "lignes": lignes}
    return render(request, gabarit, contexte)
