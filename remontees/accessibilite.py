"""Ce qui manque aux balises de WeasyPrint pour que ses PDF suivent PDF/UA-1 (docs/adr/0012).

`achever` corrige l'arbre des balises d'un PDF prêt à être écrit :

- un en-tête de table dit ce qu'il nomme, sa colonne ou sa ligne (`/Scope`) ;
- ce qui n'est que décor est un « artefact », qu'un lecteur d'écran passe : pieds de page, filets,
  dessins sans texte de remplacement, blancs entre les points d'une liste ;
- aucune balise n'est vide, et une table qui n'a que son en-tête en fait son corps.
"""

import re

import pydyf

REFERENCE = re.compile(rb"(\d+) \d+ R")
# Une cellule vide tient sa place dans la table.
GARDES_VIDES = {"/TD", "/TH"}
DANS_UNE_LISTE = {"/LI", "/L", "/Caption"}
COLONNE, LIGNE = "/Column", "/Row"


def achever(document, pdf):
    """Corrige les balises d'un `pydyf.PDF` : c'est le « finisher » que WeasyPrint appelle."""
    arbre = _Arbre(pdf)
    arbre.nommer_les_entetes()
    arbre.oter_le_decor()
    arbre.oter_les_vides()
    arbre.donner_un_corps_aux_tables()
    arbre.rendre_artefact_ce_que_rien_ne_balise()


class _Arbre:
    """L'arbre des balises d'un PDF : ses éléments par numéro d'objet, et la page de chacun."""

    def __init__(self, pdf):
        self.pdf = pdf
        self.objets = {objet.number: objet for objet in pdf.objects}
        racine = self._suivre(pdf.catalog["StructTreeRoot"])
        self.racine = self._suivre(racine["K"][0])
        self.pages = self._suivre(racine["ParentTree"])["Nums"]

    def nommer_les_entetes(self):
        """Donne à chaque en-tête sa portée : sa colonne, dans un en-tête de table, ou sa ligne."""
        for element in list(self._elements(self.racine)):
            if element["S"] == "/TH":
                en_tete = self._groupe(element) == "/THead"
                element["A"]["Scope"] = COLONNE if en_tete else LIGNE

    def _groupe(self, element):
        while element["S"] not in {"/THead", "/TBody", "/TFoot", "/Table"}:
            element = self._suivre(element["P"])
        return element["S"]

    def oter_le_decor(self):
        """Ote de l'arbre les dessins sans texte, et ce qu'une liste porte entre ses points."""
        for element in list(self._elements(self.racine)):
            de_trop = [
                reference
                for reference in element["K"]
                if isinstance(reference, bytes)
                and self._est_un_decor(element, self._suivre(reference))
            ]
            for reference in de_trop:
                element["K"].remove(reference)

    @staticmethod
    def _est_un_decor(parent, enfant):
        if enfant.get("S") == "/Figure":
            return "Alt" not in enfant
        return parent["S"] == "/L" and enfant.get("S") == "/Span"

    def oter_les_vides(self):
        """Ote de l'arbre chaque élément qui ne porte rien, et ceux que cela vide."""
        self._tailler(self.racine)

    def _tailler(self, element):
        for reference in list(element["K"]):
            if not isinstance(reference, bytes):
                continue
            enfant = self._suivre(reference)
            if enfant.get("Type") != "/StructElem":
                continue
            self._tailler(enfant)
            if not enfant["K"] and enfant["S"] not in GARDES_VIDES:
                element["K"].remove(reference)

    def donner_un_corps_aux_tables(self):
        """Fait un corps de l'en-tête d'une table sans lignes : la norme veut qu'elle en ait un."""
        for element in self._elements(self.racine):
            if element["S"] == "/Table":
                groupes = [self._suivre(k) for k in element["K"] if isinstance(k, bytes)]
                if "/TBody" not in {groupe["S"] for groupe in groupes}:
                    for groupe in groupes:
                        groupe["S"] = groupe["S"].replace("/THead", "/TBody")

    def rendre_artefact_ce_que_rien_ne_balise(self):
        """Marque « artefact » le contenu des pages qu'aucun élément de l'arbre ne réclame."""
        gardes = {element.number for element in self._elements(self.racine)}
        for rang, page in enumerate(self.pdf.page_references):
            balises = self.pages[2 * rang + 1]
            orphelins = set()
            for mcid, reference in enumerate(balises):
                element = self._suivre(reference)
                if element.number not in gardes:
                    element.clear()
                    balises[mcid] = b"null"
                    orphelins.add(mcid)
            _marquer(self._suivre(self._suivre(page)["Contents"]), orphelins)

    def _elements(self, element):
        yield element
        for reference in element["K"]:
            if isinstance(reference, bytes):
                enfant = self._suivre(reference)
                if enfant.get("Type") == "/StructElem":
                    yield from self._elements(enfant)

    def _suivre(self, reference):
        return self.objets[int(REFERENCE.match(reference)[1])]


def _marquer(flux, orphelins):
    """Change en artefact, dans un flux de page, le contenu balisé de ces numéros."""
    for rang, morceau in enumerate(flux.stream):
        if isinstance(morceau, pydyf.Dictionary) and morceau.get("MCID") in orphelins:
            flux.stream[rang - 1] = "/Artifact"
            flux.stream[rang] = pydyf.Dictionary({"Type": "/Pagination"})
