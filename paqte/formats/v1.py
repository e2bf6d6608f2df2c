"""Le premier format figé du bilan (circulaire n° 6057/SG, annexe 2). Il ne change plus."""

from typing import Literal

from pydantic import ConfigDict, Field, model_validator

from remontees.formats import FAIT_UNE_LIGNE, Contenu, Departement, Effectif, Jour, Nombre, Piece
from remontees.periodes import Semestre


class SemestreDuBilan(Piece):
    """Le semestre du bilan : son code, et ce qui s'en déduit."""

    code: str = Field(pattern=r"^[0-9]{4}-s[12]$")
    libelle: str
    debut: Jour
    fin: Jour

    @model_validator(mode="after")
    def _se_deduire_du_code(self):
        semestre = Semestre.lire(self.code)
        deduits = (semestre.libelle, semestre.debut.isoformat(), semestre.fin.isoformat())
        if (self.libelle, self.debut, self.fin) != deduits:
            raise ValueError("ce semestre n’a ni ce nom ni ces dates")
        return self


class Chiffre(Piece):
    """Chiffre calculé par le portail, et sa correction motivée."""

    model_config = ConfigDict(json_schema_extra={FAIT_UNE_LIGNE: True})

    cle: str
    libelle: str
    unite: str
    calcule: Nombre | None = Field(title="Calculé par le portail")
    origine: str = Field(title="Origine")
    incomplet: bool
    corrige: Nombre | None = Field(title="Corrigé en")
    motif: str = Field(title="Motif de la correction")
    valeur: Nombre | None
    est_corrige: bool

    @model_validator(mode="after")
    def _suivre_la_correction(self):
        est_corrige = self.corrige is not None and bool(self.motif)
        valeur = self.corrige if est_corrige else self.calcule
        if (self.est_corrige, self.valeur) != (est_corrige, valeur):
            raise ValueError("cette valeur n’est ni le calcul ni sa correction motivée")
        return self


class AxeDuResultat(Piece):
    """L'axe d'un indicateur."""

    nom: str
    objectif: str


class Resultat(Chiffre):
    """Résultat d'un indicateur : semestre, cumul, cible à trois ans."""

    # Elle nomme le semestre : d'un bilan à l'autre, elle change toujours et n'apprend rien.
    origine: str
    axe: AxeDuResultat
    cumul: Nombre | None = Field(title="Cumul des saisies")
    cible: Nombre | None = Field(title="Cible à 3 ans")
    taux: int | None


class Referent(Piece):
    """Le référent du PAQTE."""

    nom: str = Field(title="Nom")
    fonction: str = Field(title="Fonction")
    service: str = Field(title="Service")
    courriel: str = Field(title="Adresse électronique")
    telephone: str = Field(title="Téléphone")
    designe_le: Jour = Field(title="Désignation")


class Reunion(Piece):
    """Une réunion du semestre."""

    date: Jour
    objet: str = Field(title="Objet")
    participants: str = Field(title="Participants")
    decisions: str = Field(title="Décisions")


class Organisation(Piece):
    """L'organisation retenue, et ses réunions."""

    mode: str = Field(title="Mode retenu")
    description: str = Field(title="Description")
    comite: str = Field(title="Comité de pilotage")
    reunions: list[Reunion] = Field(title="Réunions du semestre")
    precisions: str = Field(title="Précisions sur l’organisation")


class Taille(Piece):
    """Le nombre d'entreprises d'une taille."""

    libelle: str
    nombre: Effectif = Field(title="Nombre")


class Entreprise(Piece):
    """Une entreprise signataire et sa convention."""

    nom: str
    siren: str = Field(title="SIREN")
    taille: str = Field(title="Taille")
    commune: str = Field(title="Commune")
    signature: Jour = Field(title="Signature")
    fin: Jour = Field(title="Fin")
    axes: list[str] = Field(title="Axes retenus")
    autres_engagements: str = Field(title="Autres engagements")
    issue_charte: bool = Field(title="Issue d’une charte")
    france_une_chance: bool = Field(title="La France une chance")


class Entreprises(Piece):
    """Les entreprises signataires."""

    nombre: Chiffre = Field(title="Nombre")
    tailles: list[Taille]
    liste: list[Entreprise]


class Partenaire(Piece):
    """Un acteur partenaire."""

    nom: str
    reseau: str = Field(title="Réseau")
    role: str = Field(title="Rôle")


class Partenaires(Piece):
    """Les partenaires du déploiement."""

    liste: list[Partenaire]
    precisions: str = Field(title="Précisions sur les partenaires")


class Axe(Piece):
    """Un axe et les résultats de ses indicateurs."""

    nom: str
    objectif: str = Field(title="Objectif")
    indicateurs: list[Resultat]


class Exemple(Piece):
    """Un exemple concret donné par une entreprise."""

    axe: str = Field(title="Axe")
    entreprise: str
    texte: str = Field(title="Exemple")


class Resultats(Piece):
    """Les résultats agrégés, et les exemples."""

    axes: list[Axe]
    exemples: list[Exemple] = Field(title="Exemples concrets")
    precisions: str = Field(title="Autres exemples concrets d’actions réalisées")


class Contexte(Piece):
    """Les chiffres des quartiers du département."""

    chiffres: list[Chiffre]
    precisions: str = Field(title="Précisions sur le contexte")


class BilanV1(Contenu):
    """Bilan semestriel du PAQTE, premier format."""

    model_config = ConfigDict(title="Bilan semestriel du PAQTE (circulaire n° 6057/SG, annexe 2)")

    genre: Literal["bilan"]
    format: Literal[1]
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
