"""Le deuxième format figé de la synthèse : la lettre, les mesures en mots, et ce qui est signé."""

from typing import Literal

from pydantic import ConfigDict, Field

from remontees.formats import Contenu, Departement, Effectif, Jour, Piece
from remontees.lettre import Lettre, Signataire

from . import v1


class Totaux(v1.Totaux):
    """Les mêmes comptes, et les engagements dont l'échéance est passée."""

    engagements_en_retard: Effectif = Field(title="Engagements en retard")


class Mesure(v1.Mesure):
    """Une mesure déclinée par des contrats, et par ceux dont le protocole est signé.

    `bref` la dit en quelques mots.
    """

    bref: str = Field(title="En bref")
    signes: Effectif = Field(title="Contrats au protocole signé")


class Programme(Piece):
    """Les mesures déclinées d'un programme."""

    nom: str
    mesures: list[Mesure]


class DomaineDeDijon(v1.DomaineDeDijon):
    """Les engagements du pacte déclinés, et ceux que décline un protocole signé."""

    signes: Effectif = Field(title="Engagements déclinés par un protocole signé")


class College(Piece):
    """Les réunions du collège des chefs de service depuis un an, et qui y était."""

    depuis_le: Jour = Field(title="Depuis le")
    reunions: Effectif = Field(title="Réunions")
    recteur: Effectif = Field(title="Avec le recteur")
    ars: Effectif = Field(title="Avec l’ARS")
    procureur: Effectif = Field(title="Avec le procureur")


class SyntheseV2(Contenu):
    """Synthèse annuelle, deuxième format."""

    model_config = ConfigDict(title="Synthèse annuelle (circulaire n° 6057/SG, demande du 15 mars)")

    genre: Literal["synthese"]
    format: Literal[2]
    departement: Departement
    annee: int = Field(ge=2019)
    lettre: Lettre
    signataire: Signataire
    textes: v1.Textes
    contrats: list[v1.Contrat] = Field(title="Contrats de ville")
    table_serree: bool
    totaux: Totaux = Field(title="Totaux")
    mesures: list[Programme] = Field(title="Mesures déclinées")
    mesures_nombre: Effectif = Field(title="Nombre de mesures déclinées")
    mesures_signees: Effectif = Field(title="Nombre de mesures déclinées par un protocole signé")
    declinaisons: list[str] = Field(title="Déclinaisons d’une mesure (1.a, 1.b)")
    dijon: list[DomaineDeDijon] = Field(title="Pacte de Dijon")
    college: College = Field(title="Collège des chefs de service")

    @property
    def periode(self):
        return str(self.annee)

    @property
    def territoire(self):
        return self.departement.code

    @property
    def difficultes_rencontrees(self):
        return self.textes.difficultes

    @property
    def mesures_declinees(self):
        return [
            (mesure.code, mesure.intitule)
            for programme in self.mesures
            for mesure in programme.mesures
        ]

    @property
    def codes_signes(self):
        return {
            mesure.code
            for programme in self.mesures
            for mesure in programme.mesures
            if mesure.signes
        }
