"""Le premier format figé de la synthèse (circulaire n° 6057/SG, 15 mars). Il ne change plus."""

from typing import Literal

from pydantic import ConfigDict, Field

from remontees.formats import Contenu, Departement, Effectif, Jour, Piece


class Textes(Piece):
    """Ce qu'écrit la préfecture."""

    demarches: str = Field(title="Démarches engagées")
    declinaison: str = Field(
        title="Mesures de la feuille de route et du pacte de Dijon déclinées dans les contrats"
    )
    echeances: str = Field(title="Échéance de rénovation des contrats")
    difficultes: str = Field(title="Difficultés rencontrées")
    exemples: str = Field(title="Exemples concrets pour incarner cette mobilisation")


class Contrat(Piece):
    """Un contrat de ville, et où en est sa rénovation."""

    nom: str
    porteur: str = Field(title="Porteur")
    quartiers: Effectif = Field(title="Quartiers")
    engagements: Effectif = Field(title="Engagements")
    avancement_code: str
    avancement: str = Field(title="Protocole")
    signe_le: Jour | None = Field(title="Signé le")
    prevue_le: Jour | None = Field(title="Signature prévue le")
    en_retard: bool = Field(title="Hors délai")


class Totaux(Piece):
    """Contrats, quartiers, engagements, puis contrats par avancement."""

    contrats: Effectif = Field(title="Contrats de ville en vigueur")
    quartiers: Effectif = Field(title="Quartiers")
    engagements: Effectif = Field(title="Engagements réciproques")
    a_engager: Effectif = Field(title="Protocoles à engager")
    en_negociation: Effectif = Field(title="Protocoles en négociation")
    signe: Effectif = Field(title="Protocoles signés")


class Mesure(Piece):
    """Une mesure déclinée par des contrats."""

    code: str
    intitule: str = Field(title="Intitulé")
    contrats: Effectif = Field(title="Contrats")


class Programme(Piece):
    """Les mesures déclinées d'un programme."""

    nom: str
    mesures: list[Mesure]


class DomaineDeDijon(Piece):
    """Les engagements du pacte de Dijon déclinés, par domaine."""

    domaine: str
    total: Effectif = Field(title="Engagements")
    repris: Effectif = Field(title="Engagements déclinés")
    contrats: Effectif = Field(title="Contrats")


class SyntheseV1(Contenu):
    """Synthèse annuelle, premier format."""

    model_config = ConfigDict(title="Synthèse annuelle (circulaire n° 6057/SG, demande du 15 mars)")

    genre: Literal["synthese"]
    format: Literal[1]
    departement: Departement
    annee: int = Field(ge=2019)
    textes: Textes
    contrats: list[Contrat] = Field(title="Contrats de ville")
    table_serree: bool
    totaux: Totaux = Field(title="Totaux")
    mesures: list[Programme] = Field(title="Mesures déclinées")
    mesures_nombre: Effectif = Field(title="Nombre de mesures déclinées")
    en_toutes_lettres: bool
    dijon: list[DomaineDeDijon] = Field(title="Pacte de Dijon")

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
