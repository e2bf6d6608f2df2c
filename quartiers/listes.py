"""Listes filtrées du portail : filtres, pages, export, montrés de la même façon partout."""

from django.core.paginator import Paginator

from .exports import FORMATS

PAR_PAGE = 50


def contexte_de_liste(request, filtre, objets):
    """Rend ce qu'attendent les gabarits d'une liste (composants filtre, pagination et exports).

    `filtre` est un FilterSet, `objets` ses résultats ; la page est celle de `?page=`, la plus
    proche si le numéro est hors bornes.
    """
    page = Paginator(objets, PAR_PAGE).get_page(request.GET.get("page"))
    page.pages = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    parametres = request.GET.copy()
    for nom in ("page", "format"):
        parametres.pop(nom, None)
    return {
        "filtre": filtre,
        "page_obj": page,
        "parametres": parametres.urlencode(),
        "formats": list(FORMATS),
    }
