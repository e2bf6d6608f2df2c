"""Le menu, et sa liste déroulante du DSFR."""

import functools
from types import SimpleNamespace

from django import template
from django.template.loader import render_to_string

register = template.Library()

# Tout ce que le menu sait d'une personne : son gabarit ne voit rien d'autre.
DROITS = (
    "est_administrateur",
    "est_national",
    "est_valideur",
    "is_staff",
    "suit_des_prefectures",
    "suit_les_remontees",
)
# Ce que l'adresse d'une page a de commun avec celle d'un lien du menu.
SEGMENTS = 2


@register.simple_tag(takes_context=True)
def menu(context):
    """Écrit le menu de la personne, qui dit où elle est ; le même ne s'écrit qu'une fois."""
    request, user = context["request"], context["user"]
    ouverte = request.resolver_match and request.resolver_match.url_name
    droits = tuple((droit, bool(getattr(user, droit))) for droit in DROITS)
    return _ecrire_menu(_abreger(request.path), ouverte, droits)


def _abreger(chemin):
    """Rend l’adresse sans ce qui n’est qu’à un objet : de « /contrats/12/ », « /contrats/… »."""
    segments = chemin.strip("/").split("/")
    communs = [segment for segment in segments[:SEGMENTS] if not any(map(str.isdigit, segment))]
    if communs == segments:
        return chemin
    return f"/{'/'.join(communs)}/…"


@functools.lru_cache(maxsize=1000)
def _ecrire_menu(chemin, ouverte, droits):
    contexte = {
        "request": SimpleNamespace(path=chemin, resolver_match=SimpleNamespace(url_name=ouverte)),
        "user": SimpleNamespace(**dict(droits)),
    }
    return render_to_string("config/menu.html", contexte)


@register.simple_block_tag
def groupe_menu(content, libelle, cle):
    """Range des liens du menu sous un bouton, qui dit si la page ouverte est l'une des leurs.

    Usage : `{% groupe_menu "PAQTE" "paqte" %}…liens…{% endgroupe_menu %}` ; `cle` est unique.
    """
    contexte = {"liens": content, "libelle": libelle, "cle": cle}
    contexte["courant"] = "aria-current" in content
    return render_to_string("config/groupe_menu.html", contexte)
