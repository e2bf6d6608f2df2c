"""Réunir des PDF balisés en un seul, sans rien perdre : balises, liens, signets, polices.

pypdf copie les pages ; il laisse l'arbre des balises, qui relie leur contenu à ce qu'il est. Cette
copie-ci le reprend, et le contenu des pages reste octet pour octet celui qui fut figé.
"""

import io

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

ELEMENT, IDENTIFIANT, ENTETES = "/StructElem", "/ID", "/Headers"


class Reunion:
    """Un PDF qui grandit : le premier document en donne le titre, la langue et les normes."""

    def __init__(self, octets):
        self.pdf = PdfWriter(clone_from=PdfReader(io.BytesIO(octets)))
        racine = self.pdf.root_object["/StructTreeRoot"]
        self.document = racine["/K"][0].get_object()
        self.balises = racine["/ParentTree"]["/Nums"]
        self.suivant = 1 + max(self.balises[::2], default=-1)

    @property
    def pages(self):
        return self.pdf.pages

    def marquer(self, titre, page=0, parent=None):
        """Ajoute un signet vers une page (rang) ; le rend, parent possible des suivants."""
        return self.pdf.add_outline_item(title=titre, page_number=page, parent=parent)

    def ajouter(self, octets, titre, parent=None):
        """Ajoute un document balisé à la fin ; rend son signet, sous lequel sont les siens."""
        lecteur = PdfReader(io.BytesIO(octets))
        debut = len(self.pages)
        self.pdf.append(lecteur, import_outline=False)
        self._reprendre_les_balises(lecteur, debut)
        signet = self.marquer(titre, debut, parent)
        self._reprendre_les_signets(lecteur, lecteur.outline, debut, signet)
        return signet

    def _reprendre_les_signets(self, lecteur, signets, debut, parent):
        """Ajoute sous `parent` les signets d'un document, et sous chacun les siens."""
        dernier = parent
        for signet in signets:
            if not isinstance(signet, list) and signet.title == parent.get_object()["/Title"]:
                continue
            if isinstance(signet, list):
                self._reprendre_les_signets(lecteur, signet, debut, dernier)
            else:
                page = debut + lecteur.get_destination_page_number(signet)
                dernier = self.marquer(signet.title, page, parent)

    def _reprendre_les_balises(self, lecteur, debut):
        """Greffe l'arbre des balises d'un document, en une partie de celui de la réunion."""
        source = lecteur.trailer["/Root"]["/StructTreeRoot"]
        partie = source["/K"][0].clone(self.pdf)
        partie = partie.get_object()
        partie[NameObject("/S")] = NameObject("/Part")
        partie[NameObject("/P")] = self.document.indirect_reference
        self.document["/K"].append(partie.indirect_reference)
        _distinguer(partie, f"{debut}-")
        for numero, balises in zip(*[iter(source["/ParentTree"]["/Nums"])] * 2, strict=True):
            self.balises.append(NumberObject(numero + self.suivant))
            self.balises.append(balises.clone(self.pdf))
        for page in self.pages[debut:]:
            _decaler(page, "/StructParents", self.suivant)
            for annotation in page.get("/Annots", ()):
                _decaler(annotation.get_object(), "/StructParent", self.suivant)
        self.suivant = 1 + max(self.balises[::2])

    def estampiller(self, octets):
        """Pose sur chaque page, en artefact, celle de même rang d'un PDF transparent.

        Le contenu de la page n'est pas réécrit : ce qui s'y pose le suit.
        """
        estampes = PdfReader(io.BytesIO(octets)).pages
        for rang, (page, estampe) in enumerate(zip(self.pages, estampes, strict=True)):
            nom = NameObject(f"/Estampe{rang}")
            images = page["/Resources"].setdefault(NameObject("/XObject"), DictionaryObject())
            images.get_object()[nom] = self._en_image(estampe)
            dessine = f"Q /Artifact <</Type /Pagination>> BDC q {nom} Do Q EMC"
            contenu = page[NameObject("/Contents")].get_object()
            pages = contenu if isinstance(contenu, ArrayObject) else [page.raw_get("/Contents")]
            page[NameObject("/Contents")] = ArrayObject(
                [self._flux("q"), *pages, self._flux(dessine)]
            )

    def _en_image(self, page):
        """Rend une page en « form XObject » : ses polices ne se mêlent pas à celles d'une autre."""
        image = StreamObject()
        image.set_data(page.get_contents().get_data())
        image.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): page.mediabox.clone(self.pdf),
                NameObject("/Resources"): page["/Resources"].clone(self.pdf),
            }
        )
        return self.pdf._add_object(image.flate_encode())

    def _flux(self, texte):
        flux = StreamObject()
        flux.set_data(texte.encode())
        return self.pdf._add_object(flux)

    def lier(self, prefixe):
        """Mène à leur page les liens dont l'adresse est `prefixe` et son numéro."""
        for page in self.pages:
            for annotation in map(_objet, page.get("/Annots", ())):
                adresse = annotation.get("/A", {}).get("/URI", "")
                if adresse.startswith(prefixe):
                    numero = int(adresse.removeprefix(prefixe))
                    del annotation[NameObject("/A")]
                    annotation[NameObject("/Dest")] = ArrayObject(
                        [self.pages[numero - 1].indirect_reference, NameObject("/Fit")]
                    )
                    annotation[NameObject("/Contents")] = TextStringObject(f"Page {numero}")

    def ecrire(self):
        """Rend les octets du PDF."""
        sortie = io.BytesIO()
        self.pdf.write(sortie)
        return sortie.getvalue()


def _objet(reference):
    return reference.get_object()


def _decaler(objet, cle, decalage):
    if cle in objet:
        objet[NameObject(cle)] = NumberObject(objet[cle] + decalage)


def _distinguer(element, prefixe):
    """Préfixe les identifiants des en-têtes de table : deux documents ont les mêmes."""
    if IDENTIFIANT in element:
        element[NameObject(IDENTIFIANT)] = _prefixer(element[IDENTIFIANT], prefixe)
    attributs = element.get("/A", DictionaryObject())
    if ENTETES in attributs:
        prefixes = [_prefixer(nom, prefixe) for nom in attributs[ENTETES]]
        attributs[NameObject(ENTETES)] = ArrayObject(prefixes)
    for enfant in element.get("/K", ()):
        objet = enfant.get_object()
        if isinstance(objet, DictionaryObject) and objet.get("/Type") == ELEMENT:
            _distinguer(objet, prefixe)


def _prefixer(nom, prefixe):
    if isinstance(nom, ByteStringObject):
        return ByteStringObject(prefixe.encode() + nom)
    return TextStringObject(prefixe + nom)
