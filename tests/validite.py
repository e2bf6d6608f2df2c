"""Ce qu'une page a d'invalide : analyse HTML5, attributs, contenus permis, identifiants."""

import re
from collections import Counter

from lxml import html
from tinyhtml5.parser import HTMLParser

NOMS = """
    accept action alt async autocapitalize autocomplete autofocus charset checked class cols
    colspan content crossorigin datetime defer dir disabled download enctype for form formaction
    headers height hidden high href hreflang id inert inputmode integrity label lang list
    loading low max maxlength media method min minlength multiple name nomodule nonce novalidate
    open optimum pattern placeholder readonly rel required role rows rowspan scope selected size
    sizes spellcheck src srcset step tabindex target title type value width xmlns
"""
ATTRIBUTS = set(NOMS.split())
BLOCS = "self::ul or self::ol or self::p or self::div or self::table or self::form or self::details"
# (où, ce qui n'y a pas sa place)
INTERDITS = (
    ("//span | //label | //button | //p | //h1 | //h2 | //h3 | //legend/span", BLOCS),
    ("//ul | //ol", "not(self::li)"),
    ("//a | //button", "self::a or self::button or self::input or self::select"),
)
# Ce qui nomme un autre élément de la page.
RENVOIS = ("aria-describedby", "aria-labelledby", "aria-controls", "for", "form", "headers")


def fautes(texte):
    """Rend les fautes d'une page, chacune une fois."""
    analyseur = HTMLParser()
    analyseur.parse(texte)
    page = html.fromstring(texte)
    return {
        *(f"{code} {details}" for _, code, details in analyseur.errors),
        *_attributs(page),
        *_contenus(page),
        *_identifiants(page),
    }


def _attributs(page):
    for element in page.xpath("//*[not(ancestor-or-self::svg)]"):
        for nom in element.attrib:
            if nom not in ATTRIBUTS and not re.match("data-|aria-", nom):
                yield f"attribut « {nom} » de {element.tag}"


def _contenus(page):
    for lieux, interdit in INTERDITS:
        for lieu in page.xpath(lieux):
            axe = "child" if lieu.tag in ("ul", "ol") else "descendant"
            for intrus in lieu.xpath(f"{axe}::*[{interdit}]"):
                yield f"{intrus.tag} dans {lieu.tag} : {lieu.text_content().strip()[:60]}"


def _identifiants(page):
    compte = Counter(page.xpath("//@id"))
    yield from (f"« {nom} » nomme {n} éléments" for nom, n in compte.items() if n > 1)
    for attribut in RENVOIS:
        for liste in page.xpath(f"//@{attribut}"):
            yield from (f"{attribut} : « {nom} »" for nom in liste.split() if nom not in compte)
