"""Le rapport d'essai : ce qu'une remontée donne au registre, et rien d'autre."""

import datetime
from typing import Literal

from remontees.formats import Contenu, Departement
from remontees.lettre import Signataire
from remontees.models import RemonteeDepartementale
from remontees.periodes import Annee


class RapportV1(Contenu):
    genre: Literal["rapport"]
    format: Literal[1]
    departement: Departement
    annee: int
    signataire: Signataire | None = None

    @property
    def periode(self):
        return str(self.annee)

    @property
    def territoire(self):
        return self.departement.code

    @property
    def difficultes_rencontrees(self):
        return ""


class Rapport(RemonteeDepartementale):
    genre = "rapport"
    rang = 90
    jeu = "rapports"
    Periode = Annee
    formats = {1: RapportV1}
    adresses = "rapport"
    libelle = "Rapport d’essai"
    pluriel = "Rapports d’essai"
    designation = "le rapport d’essai"
    gabarit_pdf = "remontees/base_pdf.html"
    accord = ""
    destination = "au CGET"

    class Meta:
        app_label = "factice"
        verbose_name = "rapport d’essai"

    def __str__(self):
        return f"Rapport d’essai {self.periode}, {self.departement}"

    @classmethod
    def dates(cls, periode):
        return datetime.date(periode.annee, 1, 1), datetime.date(periode.annee, 12, 31)

    def contenu(self):
        return {
            "genre": self.genre,
            "format": 1,
            "departement": {
                "code": self.departement_id,
                "nom": self.departement.nom,
                "region": self.departement.region.nom,
            },
            "annee": self.periode.annee,
        }

    def nom_de_fichier(self):
        return f"{self.genre}-{self.periode}-{self.departement_id}"

    def manques(self):
        return []
