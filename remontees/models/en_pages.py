"""Une remontée qui tient dans un nombre de pages, comptées sur son vrai PDF."""

from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.db import models

from .. import frappe, pdf
from .empechements import Manque
from .remontee import Remontee


class EnPages(Remontee):
    """Complète une remontée : la place qu'elle prend, et le refus de partir trop longue.

    Les sections de son PDF ont pour identifiant « partie- » et un champ ou une rubrique ; il finit
    par un élément d'identifiant « fin » (voir `remontees.pdf.mesurer_pdf`).
    """

    # Donné par chaque remontée.
    pages_maximales: int

    place = models.JSONField("place mesurée dans le PDF", null=True, editable=False)

    class Meta:
        abstract = True

    def jauge(self):
        """Rend la place que prend la remontée dans son vrai PDF (voir `remontees.pdf.Mesure`).

        Mesurée à l'enregistrement, elle ne l'est plus tant que le document reste le même. None pour
        un document trop lourd à mettre en page : le brouillon s'enregistre, mais ne partira pas.
        """
        try:
            jauge = self._mesurer(self.place and pdf.Mesure(**self.place))
        except pdf.DocumentTropLourd:
            self.place = None
            return None
        self.place = asdict(jauge)
        return jauge

    def jauge_de_frappe(self):
        """Comme `jauge`, d'un texte qui s'écrit : vite, et sans en garder la place."""
        try:
            return frappe.mesurer(*self._a_mesurer())
        except pdf.DocumentTropLourd:
            return None

    def _mesurer(self, connue=None):
        return pdf.mesurer_pdf(*self._a_mesurer(), connue)

    def _a_mesurer(self) -> tuple[str, dict]:
        return self.a_imprimer(self.contenu(), projet=True)

    def enregistrer(self, user, verrou):
        """Enregistre la remontée et la place qu'elle prend (voir `Remontee.enregistrer`)."""
        self.jauge()
        super().enregistrer(user, verrou)

    def verifier(self):
        """Lève ValidationError si le vrai PDF a trop de pages, en disant ce qui pèse."""
        jauge = self._mesurer()
        if jauge.nombre > self.pages_maximales:
            raise ValidationError(self._dire_trop_longue(jauge))

    def manques_de_place(self):
        """Rend le `Manque` d'un document trop long."""
        # La place enregistrée épargne une mise en page ; les tables ont pu changer depuis.
        if self.place and self.place["nombre"] > self.pages_maximales:
            jauge = self.jauge()
            if jauge and jauge.nombre > self.pages_maximales:
                yield Manque(self._dire_trop_longue(jauge), f"{self.adresse()}#jauge")

    def _dire_trop_longue(self, jauge):
        """Rend la phrase qui refuse un document trop long et nomme les textes qui pèsent."""
        textes = self.parties()["Textes"]
        ecrits = [(nom, longueur) for nom, longueur in jauge.parties.items() if nom in textes]
        lourds = sorted(ecrits, key=lambda ecrit: -ecrit[1])[:2]
        noms = " et ".join(f"« {textes[nom]} »" for nom, _ in lourds)
        designation = self.designation[0].upper() + self.designation[1:]
        return (
            f"{designation} fait {jauge.nombre} pages, et n’en admet que "
            f"{self.pages_maximales} : raccourcissez d’abord {noms}."
        )
