"""Un texte ODT, d'une page HTML : titres, paragraphes, listes, tables, gras et italique.

La mise en page est la sienne ; un élément que ce module ne connaît pas ne donne que ce qu'il porte.
"""

import re
from collections import defaultdict
from io import BytesIO
from itertools import zip_longest

import tinyhtml5
from odf import table, text
from odf.opendocument import OpenDocumentText
from odf.teletype import addTextToElement

from .styles_odt import LARGEUR, declarer_une_colonne, decrire, dresser_les_styles

TITRES = {f"h{niveau}": niveau for niveau in range(1, 7)}
LISTES = {"ul": "Puces", "ol": "Numeros"}
# Le style des points d'une liste, hors des tables.
POINTS = {"Texte": "Point"}
CADRES = {"div", "figure", "header", "main", "section"}
BLOCS = {*TITRES, *LISTES, *CADRES, "p", "table"}
MARQUES = {"b": "Gras", "strong": "Gras", "em": "Italique", "i": "Italique"}
# Les classes de la feuille d'impression qui ont ici leur style de paragraphe.
CLASSES = {"chapeau": "Chapeau", "demo": "Mention", "marianne": "Marianne"}
LIGNES_GARDEES, LEGENDE_OMISE, NOMBRE = "texte-saisi", "fr-table--no-caption", "nombre"
BLANCS = {False: re.compile(r"[ \t\r\n\f]+"), True: re.compile(r"[ \t\r\f]+")}
# Une lettre d'une table, en centimètres. Chaque colonne tient son plus long mot ; le reste de la
# page se partage selon la longueur moyenne des textes, qui compte jusqu'à celle-ci.
LETTRE, MOYENNE_MAXIMALE = 0.21, 60


def convertir_en_odt(page, mention):
    """Rend les octets d'un texte ODT qui dit ce que dit une `page` HTML.

    Chaque page porte la `mention` en tête ; au pied, le titre du document et son numéro.
    """
    racine = tinyhtml5.parse(page, namespace_html_elements=False)
    document = OpenDocumentText()
    titre, auteur = racine.findtext("head/title"), racine.find("head/meta[@name='author']")
    decrire(document, titre, auteur.get("content"))
    dresser_les_styles(document, mention, titre)
    _Redaction(document, racine).blocs(racine.find("body"), document.text)
    octets = BytesIO()
    document.save(octets)
    return octets.getvalue()


class _Redaction:
    """Écrit dans un document ce que portent les éléments d'une page."""

    def __init__(self, document, racine):
        self.document = document
        self.tables = 0
        sans_legende = (div for div in racine.iter("div") if LEGENDE_OMISE in _classes(div))
        self.omises = {legende for div in sans_legende for legende in div.iter("caption")}

    def blocs(self, element, parent, paragraphe="Texte", marques=frozenset()):
        """Ajoute à `parent` ce que porte `element` ; son texte y devient des paragraphes."""
        gardees = _garde_ses_lignes(element)
        suite = [(element.text, marques, gardees)]
        for enfant in element:
            if not self._est_montre(enfant):
                pass
            elif enfant.tag in BLOCS:
                _ecrire(suite, parent, text.P(stylename=paragraphe))
                suite = []
                self._bloc(enfant, parent, paragraphe, marques)
            else:
                suite += self._segments(enfant, marques, gardees)
            suite.append((enfant.tail, marques, gardees))
        _ecrire(suite, parent, text.P(stylename=paragraphe))

    def _bloc(self, element, parent, paragraphe, marques):
        if element.tag in TITRES:
            niveau = TITRES[element.tag]
            titre = text.H(outlinelevel=niveau, stylename=f"Titre{min(niveau, 3)}")
            _ecrire(self._segments(element), parent, titre)
        elif element.tag == "table":
            self._table(element, parent)
        elif element.tag in LISTES:
            self._liste(element, parent, POINTS.get(paragraphe, paragraphe))
        else:
            propres = (CLASSES[nom] for nom in _classes(element) if nom in CLASSES)
            self.blocs(element, parent, next(propres, paragraphe), marques)

    def _segments(self, element, marques=frozenset(), gardees=False):
        """Rend [(texte, ses marques, si ses lignes se gardent)] de ce que porte un élément."""
        if element.tag == "br":
            return [("\n", marques, True)]
        if element.tag in MARQUES:
            marques |= {MARQUES[element.tag]}
        gardees = gardees or _garde_ses_lignes(element)
        segments = [(element.text, marques, gardees)]
        for enfant in element:
            if self._est_montre(enfant):
                segments += self._segments(enfant, marques, gardees)
            segments.append((enfant.tail, marques, gardees))
        return segments

    def _est_montre(self, element):
        est_un_commentaire = not isinstance(element.tag, str)
        ornement = element.get("aria-hidden") == "true"
        return not (est_un_commentaire or ornement or element in self.omises)

    def _liste(self, element, parent, paragraphe):
        liste = text.List(stylename=LISTES[element.tag])
        for point in element.iterfind("li"):
            article = text.ListItem()
            self.blocs(point, article, paragraphe)
            liste.addElement(article)
        if liste.hasChildNodes():
            parent.addElement(liste)

    def _table(self, element, parent):
        legende = element.find("caption")
        if legende is not None and self._est_montre(legende):
            _ecrire(self._segments(legende), parent, text.P(stylename="Legende"))
        self.tables += 1
        tableau = table.Table(name=f"Table{self.tables}", stylename="Table")
        entete, corps = (
            [ligne for groupe in groupes for ligne in _grille(element.iterfind(f"{groupe}/tr"))]
            for groupes in (["thead"], ["tbody", "tfoot"])
        )
        for rang, largeur in enumerate(_largeurs([*entete, *corps])):
            nom = f"Table{self.tables}Colonne{rang}"
            declarer_une_colonne(self.document, nom, largeur)
            tableau.addElement(table.TableColumn(stylename=nom))
        if entete:
            lignes_d_entete = table.TableHeaderRows()
            self._lignes(entete, lignes_d_entete)
            tableau.addElement(lignes_d_entete)
        self._lignes(corps, tableau)
        parent.addElement(tableau)

    def _lignes(self, lignes, parent):
        for cellules in lignes:
            ligne = table.TableRow(stylename="Ligne")
            for cellule in cellules:
                couverte = cellule is None
                ligne.addElement(table.CoveredTableCell() if couverte else self._cellule(cellule))
            parent.addElement(ligne)

    def _cellule(self, element):
        largeur, hauteur = _portee(element)
        est_titre = element.tag == "th"
        cellule = table.TableCell(
            numbercolumnsspanned=largeur,
            numberrowsspanned=hauteur,
            stylename="Entete" if est_titre and element.get("scope") != "row" else "Cellule",
        )
        paragraphe = "Nombre" if NOMBRE in _classes(element) else "Case"
        self.blocs(element, cellule, paragraphe, frozenset({"Gras"} if est_titre else ()))
        if not cellule.hasChildNodes():
            cellule.addElement(text.P(stylename=paragraphe))
        return cellule


def _ecrire(segments, parent, paragraphe):
    """Ajoute à `parent` le `paragraphe` de ces segments, blancs réduits ; rien s'ils sont vides."""
    morceaux, fin = [], "\n"
    for texte, marques, gardees in segments:
        reduit = re.sub(" ?\n ?", "\n", BLANCS[gardees].sub(" ", texte or ""))
        reduit = reduit.lstrip(" ") if fin in " \n" else reduit
        if reduit:
            morceaux.append((reduit, marques))
            fin = reduit[-1]
    while morceaux:
        texte, marques = morceaux.pop()
        if reste := texte.rstrip(" \n"):
            morceaux.append((reste, marques))
            break
    for texte, marques in morceaux:
        porteur = paragraphe
        for marque in sorted(marques):
            span = text.Span(stylename=marque)
            porteur.addElement(span)
            porteur = span
        addTextToElement(porteur, texte)
    if morceaux:
        parent.addElement(paragraphe)


def _classes(element):
    return element.get("class", "").split()


def _garde_ses_lignes(element):
    return LIGNES_GARDEES in _classes(element)


def _portee(cellule):
    """Rend (colonnes, lignes) qu'occupe une cellule."""
    return int(cellule.get("colspan", 1)), int(cellule.get("rowspan", 1))


def _grille(lignes):
    """Produit chaque ligne, une case par colonne : la cellule, ou None sous celle d'à côté."""
    couvertes = defaultdict(int)
    for ligne in lignes:
        cases, cellules = [], list(reversed(ligne))
        while cellules or couvertes[len(cases)]:
            if couvertes[len(cases)]:
                couvertes[len(cases)] -= 1
                cases.append(None)
                continue
            cellule = cellules.pop()
            largeur, hauteur = _portee(cellule)
            for suivante in range(largeur):
                couvertes[len(cases)] = hauteur - 1
                cases.append(None if suivante else cellule)
        yield cases


def _largeurs(lignes):
    """Rend la largeur de chaque colonne, en centimètres, selon ses textes."""
    mots, moyennes = [], []
    for cellules in zip_longest(*lignes):
        propres = [c for c in cellules if c is not None and _portee(c)[0] == 1]
        textes = [BLANCS[False].sub(" ", "".join(c.itertext())).strip() for c in propres]
        mots.append(LETTRE * (2 + max((len(m) for t in textes for m in t.split(" ")), default=1)))
        moyennes.append(min(1 + sum(map(len, textes)) / max(len(textes), 1), MOYENNE_MAXIMALE))
    reste = LARGEUR - sum(mots)
    if reste < 0:
        return [LARGEUR * mot / sum(mots) for mot in mots]
    return [m + reste * n / sum(moyennes) for m, n in zip(mots, moyennes, strict=True)]
