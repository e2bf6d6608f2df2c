"""Le premier format figé de la synthèse régionale. Il ne change plus."""

from typing import Literal

from pydantic import ConfigDict, Field

from remontees.formats import Contenu, Effectif, Jour, Nombre, Piece


class Region(Piece):
    """La région qui rend compte."""

    code: str = Field(pattern=r"^[0-9]{2,3}$")
    nom: str


class Textes(Piece):
    """Ce qu'écrit la préfecture de région."""

    appreciation: str = Field(title="Appréciation d’ensemble")
    attentions: str = Field(title="Points d’attention par département")
    propositions: str = Field(title="Propositions")


class Attendue(Piece):
    """Ce que devaient tous les départements : une remontée, une période."""

    libelle: str
    echeance_le: Jour | None = Field(title="Échéance")
    nombre: Effectif = Field(title="Attendues")
    transmises: Effectif = Field(title="Transmises")
    en_retard: Effectif = Field(title="Hors délai")


class RemonteeDUnDepartement(Piece):
    """Où en est une remontée d'un département."""

    libelle: str
    etat: str = Field(title="État")
    transmise_le: Jour | None = Field(title="Transmise le")
    en_retard: bool = Field(title="Hors délai")


class Departement(Piece):
    """Un département de la région, et ses remontées."""

    code: str
    nom: str
    remontees: list[RemonteeDUnDepartement]


class Remontees(Piece):
    """L'état des remontées : chacune pour tous, puis chaque département."""

    attendues: list[Attendue] = Field(title="Remontées attendues")
    departements: list[Departement] = Field(title="Départements")


class Compte(Piece):
    """Un nombre de mesures, et sa part en pour cent (vide sans aucune mesure)."""

    nombre: Effectif = Field(title="Mesures")
    part: Effectif | None = Field(title="Part (en %)")


class Niveau(Piece):
    """Un niveau d'engagement : les mesures déclinées dans la région, les 40 de la nation."""

    libelle: str
    region: Compte = Field(title="Région")
    nation: Compte = Field(title="Nation")


class Mesures(Piece):
    """Les niveaux d'engagement des mesures."""

    declinees: Effectif = Field(title="Mesures déclinées dans la région")
    total: Effectif = Field(title="Mesures de la feuille de route")
    niveaux: list[Niveau] = Field(title="Niveaux d’engagement")


class Signatures(Piece):
    """Les conventions du PAQTE en cours pendant le semestre, et leurs entreprises."""

    conventions: Effectif = Field(title="Conventions")
    entreprises: Effectif = Field(title="Entreprises")


class SignaturesParTerritoire(Piece):
    """Les signatures de la région, et celles de la nation."""

    region: Signatures = Field(title="Région")
    nation: Signatures = Field(title="Nation")


class Total(Piece):
    """Un total du PAQTE, dans l'unité de son indicateur ; vide sans saisie."""

    realise: Nombre | None = Field(title="Semestre")
    cumul: Nombre | None = Field(title="Cumul")
    cible: Nombre | None = Field(title="Cible à trois ans")
    taux: int | None = Field(title="Atteint (en %)")


class Resultat(Piece):
    """Un indicateur du PAQTE, dans la région et dans la nation."""

    axe: str
    libelle: str
    unite: str
    region: Total = Field(title="Région")
    nation: Total = Field(title="Nation")


class Paqte(Piece):
    """Les sommes du PAQTE, pour un semestre."""

    semestre: str = Field(title="Semestre")
    signatures: SignaturesParTerritoire = Field(title="Conventions en cours")
    resultats: list[Resultat] = Field(title="Résultats")


class SyntheseRegionaleV1(Contenu):
    """Synthèse régionale, premier format."""

    model_config = ConfigDict(title="Synthèse régionale (15 mars)")

    genre: Literal["synthese_regionale"]
    format: Literal[1]
    region: Region
    annee: int = Field(ge=2019)
    textes: Textes
    arrete_le: Jour = Field(title="Chiffres arrêtés au")
    remontees: Remontees = Field(title="État des remontées")
    table_serree: bool
    mesures: Mesures = Field(title="Mesures")
    paqte: Paqte = Field(title="PAQTE")

    @property
    def periode(self):
        return str(self.annee)

    @property
    def territoire(self):
        return self.region.code

    @property
    def difficultes_rencontrees(self):
        return self.textes.attentions
