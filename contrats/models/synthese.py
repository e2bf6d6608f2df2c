"""La synthèse de cinq pages attendue le 15 mars (circulaire du 22 janvier 2019)."""

import datetime
from dataclasses import asdict

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.functional import cached_property

from remontees import pdf
from remontees.models import Manque, RemonteeDepartementale
from remontees.periodes import Annee
from socle.querysets import lire_ensemble
from socle.textes import TexteField

from ..a_plat import SyntheseAPlat
from ..contenu import contenu_de_la_synthese, tables_de_la_synthese
from ..formats.v1 import SyntheseV1
from .contrat import ContratDeVille

PAGES_MAXIMALES = 5


class Synthese(RemonteeDepartementale):
    """Synthèse annuelle d'un département, en cinq pages au plus.

    Le portail en dresse les listes d'après les contrats et protocoles (voir `contrats.contenu`) ;
    l'agent écrit le récit.
    """

    genre = "synthese"
    rang = 20
    jeu = "syntheses"
    libelle = "Synthèse annuelle"
    demonstration = "contrats.demonstration.creer_syntheses"
    a_plat = SyntheseAPlat()
    textes_repris = ("demarches", "declinaison", "echeances", "difficultes")
    Periode = Annee
    formats = {1: SyntheseV1}
    gabarit_pdf = "contrats/synthese_pdf.html"
    gabarit_sections = "contrats/_synthese_sections.html"
    adresses = "synthese"
    pluriel = "Synthèses"
    designation = "la synthèse"
    destination = "aux ministres"

    rubriques = {
        "rubrique-totaux": "nombre de contrats, de quartiers et de protocoles",
        "rubrique-mesures": "liste des mesures déclinées",
        "rubrique-dijon": "table du pacte de Dijon",
        "rubrique-contrats": "table des contrats de ville",
    }

    demarches = TexteField("démarches engagées", blank=True)
    declinaison = TexteField(
        "mesures de la feuille de route et du pacte de Dijon déclinées dans les contrats",
        blank=True,
    )
    echeances = TexteField("échéance de rénovation des contrats", blank=True)
    difficultes = TexteField("difficultés rencontrées", blank=True)
    exemples = TexteField("exemples concrets pour incarner cette mobilisation", blank=True)
    place = models.JSONField("place mesurée dans le PDF", null=True, editable=False)

    class Meta:
        verbose_name = "synthèse"
        ordering = ["-periode", "departement"]
        constraints = [
            models.UniqueConstraint(name="synthese_unique", fields=["departement", "periode"])
        ]

    def __str__(self):
        return f"Synthèse {self.periode}, {self.departement}"

    @classmethod
    def dates(cls, periode):
        """Rend (ouverture, échéance) : de la circulaire du 22 janvier au 15 mars."""
        return datetime.date(periode.annee, 1, 22), datetime.date(periode.annee, 3, 15)

    def destinataires(self):
        return settings.COURRIEL_MINISTRES

    def nom_de_fichier(self):
        return f"synthese-{self.periode}-{self.departement_id}"

    @classmethod
    def preparer(cls, syntheses):
        """Lit d'avance les contrats sans échéance (voir `Remontee.preparer`)."""
        super().preparer(syntheses)
        lus = zip(syntheses, cls._lire_les_contrats_a_dater(syntheses), strict=True)
        for synthese, contrats in lus:
            synthese.contrats_a_dater = contrats

    @cached_property
    def contrats_a_dater(self):
        """Les contrats (clé, nom) dont l'échéance de rénovation n'est pas donnée."""
        [contrats] = self._lire_les_contrats_a_dater([self])
        return contrats

    @staticmethod
    def _lire_les_contrats_a_dater(syntheses):
        datee = Q(protocole__signe_le__isnull=False) | Q(
            protocole__signature_prevue_le__isnull=False
        )
        requetes = [
            ContratDeVille.objects.du(synthese.departement).en_vigueur().exclude(datee)
            for synthese in syntheses
        ]
        return lire_ensemble(requetes, "nom", "pk")

    @cached_property
    def tables(self):
        """Les tables que le portail tient des contrats du département."""
        return tables_de_la_synthese(self.departement)

    def contenu(self):
        return contenu_de_la_synthese(self)

    def jauge(self):
        """Rend la place que prend la synthèse dans son vrai PDF (voir `remontees.pdf.mesurer_pdf`).

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

    def _mesurer(self, connue=None):
        return pdf.mesurer_pdf(
            self.gabarit_pdf, {"contenu": self.contenu(), "projet": True}, connue
        )

    @property
    def pages_maximales(self):
        return PAGES_MAXIMALES

    def enregistrer(self, user, verrou):
        """Enregistre la synthèse et la place qu'elle prend (voir `Remontee.enregistrer`)."""
        self.jauge()
        super().enregistrer(user, verrou)

    def verifier(self):
        """Lève ValidationError si le vrai PDF dépasse cinq pages, en disant ce qui pèse."""
        jauge = self._mesurer()
        if jauge.nombre > PAGES_MAXIMALES:
            raise ValidationError(trop_longue(jauge))

    def manques(self):
        """Rend ce qui empêche de transmettre, dans l'ordre de la circulaire."""
        manques = [*self._manques_ecrits(), *self._manques_d_echeance()]
        # La place enregistrée épargne une mise en page ; les tables ont pu changer depuis.
        if self.place and self.place["nombre"] > PAGES_MAXIMALES:
            jauge = self.jauge()
            if jauge and jauge.nombre > PAGES_MAXIMALES:
                manques.append(Manque(trop_longue(jauge), f"{self.adresse()}#jauge"))
        return manques

    def _manques_ecrits(self):
        for champ, libelle in (
            ("demarches", "Les démarches engagées ne sont pas décrites."),
            ("difficultes", "Les difficultés ne sont pas décrites (« néant » s’il n’y en a pas)."),
            ("exemples", "Aucun exemple concret n’est donné."),
        ):
            if not getattr(self, champ):
                yield Manque(libelle, f"{self.adresse()}#id_{champ}")

    def _manques_d_echeance(self):
        for contrat in self.contrats_a_dater:
            yield Manque(
                f"L’échéance de rénovation du contrat « {contrat['nom']} » n’est pas donnée.",
                reverse_lazy("contrats:protocole", args=[contrat["pk"]]),
            )


def trop_longue(jauge):
    """Rend la phrase qui refuse une synthèse de plus de cinq pages et nomme ce qui pèse."""
    lourdes = sorted(jauge.parties.items(), key=lambda partie: -partie[1])[:2]
    noms = " et ".join(f"« {Synthese.libelle_du_champ(nom)} »" for nom, longueur in lourdes)
    return (
        f"La synthèse fait {jauge.nombre} pages, et la circulaire en demande {PAGES_MAXIMALES} : "
        f"raccourcissez d’abord {noms}."
    )
