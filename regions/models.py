"""La synthèse de deux pages que le préfet de région joint à celles de ses départements."""

import datetime
import re

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from remontees.models import EnPages, Manque, RemonteeRegionale
from remontees.periodes import Annee, Semestre
from remontees.sections import Section
from socle.textes import TexteField

from .a_plat import SyntheseRegionaleAPlat
from .contenu import contenu_de_la_synthese, tables_de_la_synthese
from .formats.v1 import SyntheseRegionaleV1
from .formats.v2 import SyntheseRegionaleV2

# Une ligne d'`attentions_a_ecrire` où il n'y a encore qu'un nom.
LIGNE_SANS_TEXTE = re.compile(r"^- \*\*(.+?)\*\*\s*:\s*$", re.MULTILINE)


class SyntheseRegionale(EnPages, RemonteeRegionale):
    """Synthèse annuelle d'une région, en deux pages au plus.

    Le portail en dresse les tables d'après les départements (voir `regions.contenu`) ; la
    préfecture de région écrit ce qu'elle en pense.
    """

    genre = "synthese_regionale"
    rang = 30
    jeu = "syntheses-regionales"
    libelle = "Synthèse régionale"
    formats = {1: SyntheseRegionaleV1, 2: SyntheseRegionaleV2}
    demonstration = "regions.demonstration.creer_syntheses_regionales"
    a_plat = SyntheseRegionaleAPlat()
    textes_exiges = {
        "appreciation": "L’appréciation d’ensemble n’est pas écrite.",
        "attentions": "Les points d’attention ne sont pas écrits (« néant » s’il n’y en a pas).",
        "propositions": "Les propositions ne sont pas écrites (« néant » s’il n’y en a pas).",
    }
    textes_repris = ("attentions", "propositions")
    Periode = Annee
    gabarit_pdf = "regions/synthese_pdf.html"
    gabarits_d_avant = {1: "regions/d_avant/synthese_pdf.html"}
    gabarit_sections = "regions/_synthese_sections.html"
    adresses = "regions:synthese"
    pluriel = "Synthèses régionales"
    designation = "la synthèse régionale"
    destination = "aux ministres"
    recueilli_avec = "synthese"
    sigle = "SYNTHÈSE RÉGIONALE"
    vise = "Circulaire du Premier ministre n° 6057/SG du 22 janvier 2019"
    lue_par = "ministres"
    pages_maximales = 2
    sections = (
        # Les trois premières se lisent : rien n'y est à compléter.
        Section("remontees", "1. État des remontées des départements", ("remontees",)),
        Section("mesures", "2. Niveaux d’engagement des mesures", ("mesures",)),
        Section("paqte", "3. PAQTE", ("paqte",)),
        Section("appreciation", "4. Appréciation d’ensemble", ("id_appreciation",)),
        Section(
            "attentions",
            "5. Points d’attention par département",
            ("id_attentions", "reprise-attentions"),
        ),
        Section("propositions", "6. Propositions", ("id_propositions", "reprise-propositions")),
    )
    rubriques = {
        "rubrique-remontees": "état des remontées des départements",
        "rubrique-mesures": "niveaux d’engagement des mesures",
        "rubrique-paqte": "sommes du PAQTE",
    }

    appreciation = TexteField("appréciation d’ensemble", blank=True)
    attentions = TexteField("points d’attention par département", blank=True)
    propositions = TexteField("propositions", blank=True)

    class Meta:
        verbose_name = "synthèse régionale"
        verbose_name_plural = "synthèses régionales"
        ordering = ["-periode", "region"]
        constraints = [
            models.UniqueConstraint(name="synthese_regionale_unique", fields=["region", "periode"])
        ]

    def __str__(self):
        return f"Synthèse régionale {self.periode}, {self.region}"

    @classmethod
    def dates(cls, periode):
        """Rend (ouverture, échéance) : de la circulaire du 22 janvier au 15 mars."""
        return datetime.date(periode.annee, 1, 22), datetime.date(periode.annee, 3, 15)

    @property
    def echeance_le(self):
        """Le 15 mars de l'année."""
        return self.dates(self.periode)[1]

    @property
    def arrete_le(self):
        """La date de ses chiffres : le 15 mars, ou aujourd'hui s'il n'est pas encore passé."""
        return min(self.echeance_le, timezone.localdate())

    @property
    def semestre(self):
        """Le dernier semestre du PAQTE qui soit fini le 15 mars."""
        return Semestre.de(self.echeance_le).precedent

    def destinataires(self):
        return settings.COURRIEL_MINISTRES

    @property
    def objet(self):
        """L'objet de sa lettre."""
        return (
            f"Mobilisation nationale pour les habitants des quartiers : synthèse {self.periode} "
            f"de la région {self.region}"
        )

    def nom_de_fichier(self):
        return f"synthese-regionale-{self.periode}-{self.region_id}"

    @cached_property
    def tables(self):
        """Les tables que le portail tient des départements de la région."""
        return tables_de_la_synthese(self)

    def contenu(self):
        return contenu_de_la_synthese(self)

    def attentions_a_ecrire(self):
        """Rend une ligne à compléter par département, dans la mise en forme des textes."""
        return "\n".join(f"- **{d.nom}**\u00a0: " for d in self.region.departements.all())

    def manques(self):
        """Rend ce qui empêche de transmettre, dans l'ordre du document."""
        return [
            *self.manques_ecrits(),
            *self._manques_d_attention(),
            *self.manques_de_place(),
        ]

    def _manques_d_attention(self):
        if oublies := LIGNE_SANS_TEXTE.findall(self.attentions):
            yield Manque(
                f"Rien n’est écrit pour {', '.join(oublies)} : complétez la ligne, ou ôtez-la.",
                f"{self.adresse()}#id_attentions",
            )
