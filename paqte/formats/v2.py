"""Le deuxième format figé du bilan : qui a répondu, qui non, et les autres engagements."""

from typing import Literal

from pydantic import ConfigDict, Field

from remontees.formats import Contenu, Departement, Effectif, Jour, Nombre, Piece

from .v1 import (
    AxeDuResultat,
    Chiffre,
    Contexte,
    Entreprises,
    Exemple,
    Organisation,
    Partenaires,
    Referent,
    SemestreDuBilan,
)


class Resultat(Chiffre):
    """Résultat d'un indicateur : semestre, cumul (d'un flux, ou relevé d'un stock), cible."""

    # Elle nomme le semestre : d'un bilan à l'autre, elle change toujours et n'apprend rien.
    origine: str
    axe: AxeDuResultat
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


class Axe(Piece):
    """Un axe et les résultats de ses indicateurs."""

    nom: str
    objectif: str = Field(title="Objectif")
    indicateurs: list[Resultat]


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


class Resultats(Piece):
    """Les résultats agrégés, les autres engagements et les exemples."""

    reponses: Reponses = Field(title="Réponses des entreprises")
    axes: list[Axe]
    autres_engagements: list[AutreEngagement] = Field(title="Autres engagements")
    exemples: list[Exemple] = Field(title="Exemples concrets")
    precisions: str = Field(title="Autres exemples concrets d’actions réalisées")


class BilanV2(Contenu):
    """Bilan semestriel du PAQTE, deuxième format."""

    model_config = ConfigDict(title="Bilan semestriel du PAQTE (circulaire n° 6057/SG, annexe 2)")

    genre: Literal["bilan"]
    format: Literal[2]
    departement: Departement
    semestre: SemestreDuBilan
    referent: Referent | None = Field(title="Référent du PAQTE")
    organisation: Organisation = Field(title="Organisation")
    entreprises: Entreprises = Field(title="Entreprises signataires")
    partenaires: Partenaires = Field(title="Partenaires")
    resultats: Resultats = Field(title="Résultats")
    contexte: Contexte = Field(title="Contexte du département")
    strategie: str = Field(title="Stratégie définie dans le département")
    obstacles: str = Field(title="Obstacles rencontrés")
    a_verifier: list[str] = Field(title="Points à vérifier, relevés par le portail")

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
