"""La synthèse de cinq pages attendue le 15 mars (circulaire du 22 janvier 2019)."""

import datetime

from django.conf import settings
from django.db import models
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property

from remontees.models import EnPages, Manque, RemonteeDepartementale
from remontees.periodes import Annee
from remontees.sections import Section
from socle.querysets import lire_ensemble
from socle.textes import TexteField

from ..a_plat import SyntheseAPlat
from ..contenu import contenu_de_la_synthese, tables_de_la_synthese
from ..faits import faits_de_la_synthese
from ..formats.v1 import SyntheseV1
from ..formats.v2 import SyntheseV2
from .contrat import ContratDeVille


class Synthese(EnPages, RemonteeDepartementale):
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
    textes_exiges = {
        "demarches": "Les démarches engagées ne sont pas décrites.",
        "difficultes": "Les difficultés ne sont pas décrites (« néant » s’il n’y en a pas).",
        "exemples": "Aucun exemple concret n’est donné.",
    }
    textes_repris = ("demarches", "declinaison", "echeances", "difficultes")
    Periode = Annee
    formats = {1: SyntheseV1, 2: SyntheseV2}
    gabarit_pdf = "contrats/synthese_pdf.html"
    gabarits_d_avant = {1: "contrats/d_avant/synthese_pdf.html"}
    gabarit_sections = "contrats/_synthese_sections.html"
    adresses = "synthese"
    pluriel = "Synthèses"
    designation = "la synthèse"
    destination = "aux ministres"
    sigle = "SYNTHÈSE"
    vise = "Circulaire du Premier ministre n° 6057/SG du 22 janvier 2019"
    lue_par = "ministres"
    pages_maximales = 5

    sections = (
        Section("demarches", "1. Démarches engagées", ("id_demarches", "reprise-demarches")),
        Section(
            "declinaison",
            "2. Mesures de la feuille de route et du pacte de Dijon déclinées dans les contrats",
            ("id_declinaison", "reprise-declinaison"),
        ),
        Section(
            "echeances",
            "3. Échéance de rénovation des contrats",
            ("id_echeances", "reprise-echeances"),
        ),
        Section(
            "difficultes", "4. Difficultés rencontrées", ("id_difficultes", "reprise-difficultes")
        ),
        Section("exemples", "5. Exemples concrets", ("id_exemples", "reprise-exemples")),
    )
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

    @property
    def arrete_le(self):
        """La date de ses contrats : le 15 mars, ou aujourd'hui s'il n'est pas encore passé."""
        return min(self.dates(self.periode)[1], timezone.localdate())

    def destinataires(self):
        return settings.COURRIEL_MINISTRES

    @property
    def objet(self):
        """L'objet de sa lettre."""
        return (
            f"Mobilisation nationale pour les habitants des quartiers : synthèse {self.periode} "
            f"{self.departement.de}"
        )

    def nom_de_fichier(self):
        return f"synthese-{self.periode}-{self.departement_id}"

    @classmethod
    def preparer(cls, syntheses):
        """Lit d'avance les contrats sans échéance (voir `Remontee.preparer`)."""
        super().preparer(syntheses)
        requetes = [
            ContratDeVille.objects.du(synthese.departement).en_vigueur(synthese.arrete_le).a_dater()
            for synthese in syntheses
        ]
        lus = lire_ensemble(requetes, "nom", "pk")
        for synthese, contrats in zip(syntheses, lus, strict=True):
            synthese.contrats_a_dater = contrats

    @cached_property
    def contrats(self):
        """Les contrats dont elle rend compte."""
        return list(ContratDeVille.objects.a_rapporter(self.departement, self.arrete_le))

    @cached_property
    def contrats_a_dater(self):
        """Les contrats (clé, nom) dont l'échéance de rénovation n'est pas donnée."""
        return [{"nom": c.nom, "pk": c.pk} for c in self.contrats if c.est_a_dater]

    @cached_property
    def tables(self):
        """Les tables que le portail tient des contrats du département."""
        return tables_de_la_synthese(self.departement, self.arrete_le, self.contrats)

    def contenu(self):
        return contenu_de_la_synthese(self)

    def faits(self):
        return faits_de_la_synthese(self)

    def manques(self):
        """Rend ce qui empêche de transmettre, dans l'ordre de la circulaire."""
        return [
            *self.manques_ecrits(),
            *self._manques_d_echeance(),
            *self.manques_de_place(),
        ]

    def _manques_d_echeance(self):
        for contrat in self.contrats_a_dater:
            yield Manque(
                f"L’échéance de rénovation du contrat « {contrat['nom']} » n’est pas donnée.",
                reverse_lazy("contrats:protocole", args=[contrat["pk"]]),
                "id_echeances",
            )
