"""Listes filtrées du portail : filtres, pages, colonnes, export, montrés partout pareil.

L'adresse d'une liste dit tout ce qu'on y a choisi : elle se partage. La personne peut la garder
(`user.listes`) ; la liste ouverte sans rien demander mène alors là.
"""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render

from .cellules import ecrire
from .colonnes import colonnes, lignes
from .exports import choisir, exporter
from .formats import FORMATS

PAR_PAGE = 25
# Ce qui n'est pas un choix de la personne sur ce que montre la liste.
DE_PASSAGE = ("page", "format", "tout")


class EnDeuxTemps(Paginator):
    """Choisit les objets d'une page, puis ne lit qu'eux.

    Ce qui se calcule, ou se joint, pour chaque objet ne l'est alors que pour ceux qui se montrent :
    PostgreSQL le préparerait pour tous avant de n'en garder que vingt-cinq.
    """

    def page(self, number):
        page = super().page(number)
        choisis = list(page.object_list.values_list("pk", flat=True))
        page.object_list = self.object_list.filter(pk__in=choisis)
        return page


def paginer(request, objets, paginateur=Paginator):
    """Rend la page demandée (`?page=`) de ces objets, et les numéros à montrer (`pages`).

    Hors bornes, c'est la plus proche.
    """
    demandee = request.GET.get("page", "")
    # Django mène de « 0 » et de « -1 » à la dernière page.
    premiere = demandee.startswith("-") or not demandee.strip("0")
    page = paginateur(objets, PAR_PAGE).get_page(1 if premiere else demandee)
    page.pages = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    return page


def lister(request, filtre, resource, nom, gabarit, paginateur=Paginator, **contexte):
    """Montre la liste filtrée dans `gabarit`, ou l'exporte sous `nom` si `?format=` le demande.

    Avec `?colonnes=`, la page montre ces colonnes de l'export au lieu de sa table.
    """
    if habituelle := _habituelle(request):
        return redirect(habituelle)
    extension = request.GET.get("format")
    # Un filtre faux ne filtre rien : la page le dit, un fichier ne le dirait pas.
    if extension and filtre.is_valid():
        return exporter(request, resource, filtre.qs, extension, nom)
    page = paginer(request, filtre.qs, paginateur)
    contexte |= {"filtre": filtre, "page_obj": page} | _choix(request, resource, page)
    return render(request, gabarit, contexte)


def lister_lignes(request, form, lignes, resource, nom, gabarit, **contexte):
    """Comme `lister`, pour des `lignes` calculées que le formulaire `form` a déjà choisies."""
    if habituelle := _habituelle(request):
        return redirect(habituelle)
    extension = request.GET.get("format")
    if extension and form.is_valid():
        return exporter(request, resource, lignes, extension, nom)
    montrees = contexte.get("page_obj", lignes)
    contexte |= {"filtre": {"form": form}, "lignes": lignes} | _choix(request, resource, montrees)
    return render(request, gabarit, contexte)


def _habituelle(request):
    """Rend l'adresse de la liste que la personne garde, si elle l'ouvre sans rien demander."""
    recherche = "" if request.GET else request.user.listes.get(request.path)
    return f"{request.path}?{recherche}" if recherche else None


def _choix(request, resource, objets):
    """Rend ce que montrent les outils d'une liste : formats, colonnes, recherche à garder."""
    recherche = request.GET.copy()
    for passage in DE_PASSAGE:
        recherche.pop(passage, None)
    filtres = recherche.copy()
    choisies = choisir(resource, filtres.pop("colonnes", []))
    return {
        "formats": FORMATS,
        "colonnes": colonnes(resource),
        "choisies": choisies,
        "lignes_choisies": _dresser(resource, objets, choisies) if choisies else (),
        "filtres_gardes": [(nom, v) for nom, valeurs in filtres.lists() for v in valeurs],
        "recherche": recherche.urlencode(),
        "habituelle": request.path in request.user.listes,
    }


def _dresser(resource, objets, choisies):
    """Rend les lignes de la table aux colonnes choisies : [(adresse de l'objet, valeurs)]."""
    noms = [colonne.nom for colonne in choisies]
    objets = list(objets)
    adresses = [getattr(objet, "get_absolute_url", str)() for objet in objets]
    textes = (map(ecrire, ligne) for ligne in lignes(resource, objets, noms))
    return list(zip(adresses, map(list, textes), strict=True))
