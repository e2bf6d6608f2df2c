"""Le deuxième format figé du bilan : sa lettre, qui a répondu ou non, les contrôles répondus."""

from typing import Literal

from pydantic import ConfigDict, Field

from remontees.formats import Contenu, Departement, Effectif, Jour, Nombre, Piece
from remontees.lettre import Lettre, Signataire

from . import v1


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


class Resultat(v1.Chiffre):
    """Résultat d'un indicateur : semestre, cumul (d'un flux, ou relevé d'un stock), cible ; à côté,
    celui du semestre d'avant.
    """

    # Elle nomme le semestre : d'un bilan à l'autre, elle change toujours et n'apprend rien.
    origine: str
    axe: v1.AxeDuResultat
    stock: bool = Field(title="Stock")
    cumul: Nombre | None = Field(title="Cumul des saisies")
    cumul_corrige: Nombre | None = Field(title="Cumul avec la correction")
    cible: Nombre | None = Field(title="Cible à 3 ans")
    # Des mêmes entreprises : celles qui ont une cible et un cumul.
    atteint: Nombre | None = Field(title="Cumul des entreprises qui ont une cible")
    vise: Nombre | None = Field(title="Cible des entreprises qui ont répondu")
    taux: int | None
    rythme: int | None = Field(title="Atteint, au rythme du temps écoulé")
    repondantes: Effectif = Field(title="Réponses")
    anterieures: Effectif = Field(title="Valeurs du semestre précédent")
    laissees: Effectif = Field(title="Valeurs plus anciennes, laissées de côté")
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


class Silence(Piece):
    """Une entreprise sans résultats, et ce qu'on en sait."""

    entreprise: str
    etat: str = Field(title="Résultats")
    demandes: Effectif = Field(title="Nombre de demandes")
    demande_le: Jour | None = Field(title="Dernière demande")
    motif: str = Field(title="Motif")


class Reponses(Piece):
    """Combien d'entreprises ont donné leurs résultats, et les autres une à une."""

    entreprises: Effectif = Field(title="Entreprises interrogées")
    donnees: Effectif = Field(title="Entreprises qui ont donné leurs résultats")
    sans_resultats: list[Silence] = Field(title="Sans résultats")


class AutreEngagement(Piece):
    """Ce qu'une petite entreprise a fait hors des quatre axes."""

    entreprise: str
    engagements: str = Field(title="Autres engagements")
    fait: str = Field(title="Ce qui a été fait")
    nombre: Nombre | None = Field(title="Nombre")
    unite: str = Field(title="Unité")


class Declaration(Piece):
    """Une entreprise qui a déclaré elle-même des résultats du semestre."""

    entreprise: str
    declare_le: Jour = Field(title="Dernière déclaration")
    resultats: Effectif = Field(title="Résultats déclarés")


class Resultats(Piece):
    """Les résultats agrégés, les autres engagements et les exemples."""

    reponses: Reponses = Field(title="Réponses des entreprises")
    axes: list[Axe]
    autres_engagements: list[AutreEngagement] = Field(title="Autres engagements")
    exemples: list[v1.Exemple] = Field(title="Exemples concrets")
    precisions: str = Field(title="Autres exemples concrets d’actions réalisées")
    declarations: list[Declaration] = Field(title="Déclarés par l’entreprise")


class PointAVerifier(Piece):
    """Un point qu'un contrôle relève, et ce que la préfecture en répond."""

    cle: str
    texte: str = Field(title="Point")
    reponse: str = Field(title="Réponse de la préfecture")


class BilanV2(Contenu):
    """Bilan semestriel du PAQTE, deuxième format."""

    model_config = ConfigDict(title="Bilan semestriel du PAQTE (circulaire n° 6057/SG, annexe 2)")

    genre: Literal["bilan"]
    format: Literal[2]
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
