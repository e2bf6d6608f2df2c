"""Le document d'une remontée : sa lettre, son gabarit, et celui de chaque format d'avant."""

from typing import Any, ClassVar

from .. import pdf


class Imprimable:
    """Complète `Remontee`, dont elle imprime le contenu."""

    gabarit_pdf: str
    # Ce qui fut transmis se réimprime comme alors : {format d'avant: son gabarit}.
    gabarits_d_avant: ClassVar[dict[int, str]] = {}
    # Sa lettre : le sigle de sa référence, ce qui la demande, à qui elle va (fixtures/
    # destinataires.csv), et son objet.
    sigle: str
    vise: str
    lue_par: str
    objet: str
    # Ce que donne `Remontee`.
    contenu: Any

    def suivie_par(self):
        """Rend le service qui la suit, et la personne à joindre, s'ils sont connus."""
        return {"service": "", "suivi": None}

    @classmethod
    def a_imprimer(cls, contenu, projet=False) -> tuple[str, dict[str, Any]]:
        """Rend (gabarit, contexte) du document d'un contenu, celui de son format."""
        d_avant = cls.gabarits_d_avant.get(contenu["format"])
        contexte = {"contenu": contenu, "projet": projet, "tel_quel": d_avant is not None}
        return d_avant or cls.gabarit_pdf, contexte

    @classmethod
    def totaliser(cls, contenus):
        """Rend ce qui s'additionne de contenus figés : [(libellé, unité, {colonne: nombre})]."""
        return []

    @classmethod
    def imprimer(cls, contenu, donnees=None):
        """Rend les octets du PDF d'un contenu figé, et y joint ses `donnees` (octets JSON)."""
        return pdf.rendre_pdf(*cls.a_imprimer(contenu), donnees)

    def pdf_de_projet(self):
        """Rend les octets du PDF du texte en cours, marqué « projet »."""
        return pdf.rendre_pdf(*self.a_imprimer(self.contenu(), projet=True))
