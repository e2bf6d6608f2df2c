"""Un texte de référence mis en page : titres, alinéas numérotés, et où le portail les suit."""

from dataclasses import dataclass

from django.utils.safestring import mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

# Titres, paragraphes, listes, gras et italique ; le HTML est montré, pas interprété.
MISE_EN_PAGE = MarkdownIt("zero", {"html": False, "breaks": True}).enable(
    ["heading", "list", "emphasis", "newline", "escape"]
)


@dataclass(frozen=True)
class Page:
    """Un texte mis en page ; `sommaire` a la forme qu'attend `dsfr_summary`, `alineas` le texte
    brut de chaque alinéa, dans l'ordre."""

    html: str
    sommaire: list
    alineas: list


def mettre_en_page(texte, suivis=()):
    """Rend la `Page` d'un texte ; `suivis` (alinea, libelle, adresse) y mène au portail.

    Un alinéa est un paragraphe ou un point de liste : le n° 12 a pour ancre `alinea-12`.
    """
    jetons = MISE_EN_PAGE.parse(texte)
    sommaire, alineas = [], []
    for rang, jeton in enumerate(jetons):
        if jeton.type != "inline":
            continue
        ouvrant = jetons[rang - 1]
        if ouvrant.type == "heading_open":
            ouvrant.attrSet("id", slugify(jeton.content))
            _ajouter_au_sommaire(sommaire, ouvrant, jeton.content)
            continue
        alineas.append(jeton.content)
        # Le paragraphe d'un point de liste serré ne s'écrit pas : son ancre va au point.
        porteur = jetons[rang - 2] if ouvrant.hidden else ouvrant
        porteur.attrSet("id", f"alinea-{len(alineas)}")
        for suivi in suivis:
            if int(suivi["alinea"]) == len(alineas):
                jeton.children += _lien(suivi)
    # Le moteur n'admet aucun HTML de l'auteur : il l'échappe.
    html = MISE_EN_PAGE.renderer.render(jetons, MISE_EN_PAGE.options, {})
    return Page(mark_safe(html), sommaire, alineas)  # nosec B308 B703


def _ajouter_au_sommaire(sommaire, titre, libelle):
    entree = {"link": f"#{titre.attrs['id']}", "label": libelle, "children": []}
    if titre.tag == "h2" or not sommaire:
        sommaire.append(entree)
    else:
        sommaire[-1]["children"].append(entree)


def _lien(suivi):
    """Rend les jetons d'un lien : « Dans le portail : collège »."""
    ouvrant = Token("link_open", "a", 1, attrs={"href": suivi["adresse"]})
    texte = Token("text", "", 0, content=f"Dans le portail : {suivi['libelle']}")
    return [Token("softbreak", "br", 0), ouvrant, texte, Token("link_close", "a", -1)]
