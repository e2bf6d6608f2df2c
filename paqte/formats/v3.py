"""Le troisième format figé du bilan : sa lettre, ses chiffres clés, qui a déclaré, les réponses."""

from typing import Literal

from pydantic import ConfigDict, Field

from remontees.formats import Contenu, Departement, Effectif, Jour, Nombre, Piece
from remontees.lettre import Lettre, Signataire

from . import v1, v2


class Designation(Piece):
    """Si le premier référent fut désigné pour le jour dit."""

    premier_le: Jour | None = Field(title="Premier référent désigné le")
    attendu_le: Jour = Field(title="Attendu pour le")
    a_temps: bool | None = Field(title="À temps")


class Organisation(Piece):
    """L'organisation retenue, ses modes d'animation, et depuis quand."""

    modes: list[str] = Field(title="Modes retenus")
    description: str = Field(title="Description")
    comite: str = Field(title="Comité de pilotage")
    reunions: list[v1.Reunion] = Field(title="Réunions du semestre")
    precisions: str = Field(title="Précisions sur l’organisation")
    depuis_le: Jour | None = Field(title="Retenue depuis le")


class Resultat(v2.Resultat):
    """Résultat d'un indicateur, à côté de celui du semestre d'avant."""

    # Ce qui ouvre le bilan : un indicateur ou deux par axe.
    est_cle: bool
    avant: Nombre | None = Field(title="Semestre précédent")
    ecoule: Effectif | None = Field(title="Temps écoulé des conventions (en %)")
    declarees: Effectif = Field(title="Valeurs déclarées par l’entreprise")


class Axe(Piece):
    """Un axe et les résultats de ses indicateurs."""

    nom: str
    objectif: str = Field(title="Objectif")
    indicateurs: list[Resultat]


class Entreprise(v1.Entreprise):
    """Une entreprise, ou l'établissement qui signe ; nouvelle, elle a signé pendant le semestre."""

    etablissement: str = Field(title="SIRET de l’établissement")
    sigle: str
    nouvelle: bool = Field(title="Nouvelle")


class Entreprises(Piece):
    """Les entreprises signataires."""

    nombre: v1.Chiffre = Field(title="Nombre")
    nouvelles: Effectif = Field(title="Nouvelles")
    tailles: list[v1.Taille]
    liste: list[Entreprise]


class Declaration(Piece):
    """Une entreprise qui a déclaré elle-même des résultats du semestre."""

    entreprise: str
    declare_le: Jour = Field(title="Dernière déclaration")
    resultats: Effectif = Field(title="Résultats déclarés")


class Resultats(Piece):
    """Les résultats agrégés, les autres engagements et les exemples."""

    reponses: v2.Reponses = Field(title="Réponses des entreprises")
    axes: list[Axe]
    autres_engagements: list[v2.AutreEngagement] = Field(title="Autres engagements")
    exemples: list[v1.Exemple] = Field(title="Exemples concrets")
    precisions: str = Field(title="Autres exemples concrets d’actions réalisées")
    declarations: list[Declaration] = Field(title="Déclarés par l’entreprise")


class PointAVerifier(Piece):
    """Un point qu'un contrôle relève, et ce que la préfecture en répond."""

    cle: str
    texte: str = Field(title="Point")
    reponse: str = Field(title="Réponse de la préfecture")


class BilanV3(Contenu):
    """Bilan semestriel du PAQTE, troisième format."""

    model_config = ConfigDict(title="Bilan semestriel du PAQTE (circulaire n° 6057/SG, annexe 2)")

    genre: Literal["bilan"]
    format: Literal[3]
    departement: Departement
    semestre: v1.SemestreDuBilan
    # Le semestre à côté duquel se lisent les résultats, s'il fut transmis.
    semestre_avant: str | None
    lettre: Lettre
    signataire: Signataire
    ouverture: str
    referent: v1.Referent | None = Field(title="Référent du PAQTE")
    autres_referents: list[v1.Referent] = Field(title="Autres référents")
    designation: Designation = Field(title="Désignation du référent")
    organisation: Organisation = Field(title="Organisation")
    entreprises: Entreprises = Field(title="Entreprises signataires")
    partenaires: v1.Partenaires = Field(title="Partenaires")
    resultats: Resultats = Field(title="Résultats")
    contexte: v1.Contexte = Field(title="Contexte du département")
    strategie: str = Field(title="Stratégie définie dans le département")
    obstacles: str = Field(title="Obstacles rencontrés")
    a_verifier: list[PointAVerifier] = Field(title="Points à vérifier, relevés par le portail")

    @property
    def periode(self):
        return self.semestre.code

    @property
    def territoire(self):
        return self.departement.code

    @property
    def difficultes_rencontrees(self):
        return self.obstacles

    @property
    def chiffres(self):
        """Ses chiffres corrigeables, par clé (« contexte-population », « resultat-… »)."""
        tous = [self.entreprises.nombre, *self.contexte.chiffres]
        tous += [resultat for axe in self.resultats.axes for resultat in axe.indicateurs]
        return {chiffre.cle: chiffre for chiffre in tous}
