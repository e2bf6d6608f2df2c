"""Les textes saisis : paragraphes, listes et gras ; leurs phrases, et ce qui s'en surligne."""

import re
from collections.abc import Mapping

from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

# Rien d'autre que paragraphes, listes, gras et italique ; le HTML saisi est montré, pas interprété.
MOTEUR = MarkdownIt("zero", {"html": False, "breaks": True}).enable(
    ["list", "emphasis", "newline", "escape"]
)
# Un point qui finit une phrase est suivi d'une majuscule, ou d'un signe qui en ouvre une.
FIN_DE_PHRASE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-ÖØ-Þ«(])")
# La marque de liste d'un texte collé, que le moteur ne lit pas comme telle.
MARQUE_DE_LISTE = re.compile(r"\s*(?:(?:[-•*]|[0-9]+[.)])\s+)?")
FINS_DE_LIGNE = ("softbreak", "hardbreak")
# Une ligne au bord, sous le dernier élément d'une liste, n'en est pas la suite.
FIN_DE_LISTE = re.compile(
    r"^([ \t]{0,3}(?:[-*]|[0-9]{1,9}[.)])[ \t].*\n)(?=\S)(?!(?:[-*]|[0-9]{1,9}[.)])[ \t])",
    re.MULTILINE,
)


def mettre_en_forme(texte, renvois: Mapping[str, str] | None = None):
    """Met en forme un texte structuré : paragraphes, listes (« - »), gras (« **mot** »).

    `renvois` : {phrase: HTML sûr}. La phrase s'y surligne, là où elle est d'abord, et son renvoi la
    suit ; celle que le texte n'a pas ne change rien.
    """
    jetons = _lire(texte or "")
    a_trouver = dict(renvois or {})
    for jeton in jetons:
        if a_trouver and jeton.type == "inline":
            jeton.children = [
                piece for ligne in _lignes(jeton) for piece in _surligner(ligne, a_trouver)
            ]
    # Le moteur n'admet aucun HTML de l'auteur : il l'échappe.
    return mark_safe(MOTEUR.renderer.render(jetons, MOTEUR.options, {}))  # nosec B308 B703


def mettre_en_ligne(texte):
    """Met en forme un texte à la suite d'autres mots ; son seul paragraphe n'en est plus un."""
    ecrit = mettre_en_forme(texte)
    seul = ecrit.startswith("<p>") and ecrit.endswith("</p>\n") and ecrit.count("<p>") == 1
    return mark_safe(ecrit[3:-5]) if seul else ecrit  # nosec B308 B703


def mettre_en_forme_d_avant(texte):
    """Met en forme un texte comme le premier format, dont les pages se relisent ainsi."""
    return mark_safe(MOTEUR.render(texte))  # nosec B308 B703


def decouper_en_phrases(texte):
    """Rend les phrases d'un texte structuré, dans leur ordre et telles qu'elles se lisent, sans
    marques de liste ni de gras ; une phrase écrite deux fois n'y est qu'une fois."""
    paragraphes = [jeton for jeton in _lire(texte) if jeton.type == "inline"]
    lignes = [_ecrite(ligne) for paragraphe in paragraphes for ligne in _lignes(paragraphe)]
    return list(dict.fromkeys(ligne[slice(*place)] for ligne in lignes for place in _places(ligne)))


def _lire(texte):
    return MOTEUR.parse(FIN_DE_LISTE.sub(r"\1\n", texte))


def _lignes(jeton):
    """Rend les pièces d'un paragraphe, ligne par ligne ; chaque fin de ligne clôt la sienne."""
    lignes: list[list[Token]] = [[]]
    for piece in jeton.children or ():
        lignes[-1].append(piece)
        if piece.type in FINS_DE_LIGNE:
            lignes.append([])
    return lignes


def _ecrite(ligne):
    return "".join(piece.content for piece in ligne if piece.type == "text")


def _places(ligne):
    """Donne le début et la fin de chaque phrase d'une ligne écrite."""
    ligne = ligne.rstrip()
    debut = MARQUE_DE_LISTE.match(ligne).end()
    for fin in FIN_DE_PHRASE.finditer(ligne, debut):
        yield debut, fin.start()
        debut = fin.end()
    if debut < len(ligne):
        yield debut, len(ligne)


def _surligner(ligne, a_trouver):
    """Donne les pièces d'une ligne, où les phrases à trouver sont surlignées ; elles ne sont plus
    à trouver ensuite. Une phrase à demi grasse l'est en plusieurs morceaux."""
    ecrite = _ecrite(ligne)
    trouvees = [
        (debut, fin, a_trouver.pop(ecrite[debut:fin]))
        for debut, fin in _places(ecrite)
        if ecrite[debut:fin] in a_trouver
    ]
    position = 0
    for piece in ligne:
        if piece.type != "text":
            yield piece
            continue
        bout = position + len(piece.content)
        for debut, fin, renvoi in trouvees:
            ici, jusqu_a = max(debut, position), min(fin, bout)
            if ici < jusqu_a:
                yield _piece("text", ecrite[position:ici])
                yield _piece("html_inline", "<mark>")
                yield _piece("text", ecrite[ici:jusqu_a])
                yield _piece("html_inline", f"</mark>{renvoi if jusqu_a == fin else ''}")
                position = jusqu_a
        yield _piece("text", ecrite[position:bout])
        position = bout


def _piece(genre, contenu):
    return Token(genre, "", 0, content=contenu)
