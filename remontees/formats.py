"""Ce que partagent les formats figés : une version transmise se lit par la classe de son format.

Un format ne change jamais. Une remontée dont le contenu change en ajoute un : une classe de plus,
que son modèle déclare (`Remontee.formats`). `manage.py schemas` en écrit les schémas JSON.
"""

import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema
from pydantic.json_schema import GenerateJsonSchema

DIALECTE = "https://json-schema.org/draft/2020-12/schema"
# Un objet de cette sorte fait une ligne à lui seul dans une comparaison (`remontees.differences`).
FAIT_UNE_LIGNE = "x-fait-une-ligne"


def _est_un_jour(texte):
    datetime.date.fromisoformat(texte)
    return texte


def _est_un_instant(texte):
    datetime.datetime.fromisoformat(texte)
    return texte


Jour = Annotated[
    str,
    Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    AfterValidator(_est_un_jour),
]
Instant = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?"
        r"[+-][0-9]{2}:[0-9]{2}$",
        description="Instant ISO 8601, heure de Paris.",
    ),
    AfterValidator(_est_un_instant),
]
Effectif = Annotated[int, Field(ge=0)]
# Un entier reste entier : il s'écrit sans virgule.
Nombre = Annotated[int | float, WithJsonSchema({"type": "number"})]


class EcritureDuSchema(GenerateJsonSchema):
    """N'intitule que ce que la classe intitule : un titre est un libellé à montrer."""

    def field_title_should_be_set(self, schema):
        return False

    def model_schema(self, schema):
        ecrit = super().model_schema(schema)
        if "title" not in schema["cls"].model_config:
            del ecrit["title"]
        return ecrit


class Piece(BaseModel):
    """Un objet d'un contenu figé : toutes ses clés, rien d'autre, et leurs types sans conversion.

    Le titre (`title`) d'un champ est le libellé qu'en montre une comparaison.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Departement(Piece):
    """Le département d'une remontée."""

    code: str = Field(pattern=r"^([0-9]{2}|2[AB]|9[78][0-9])$")
    nom: str
    region: str


class Contenu(Piece):
    """Le contenu figé d'une remontée ; chaque format en est une sous-classe.

    Elle fixe `genre` et `format`, ajoute ses champs, et dit à qui lit la version ce que le portail
    a besoin d'en savoir : un format suivant peut ranger la même chose ailleurs.
    """

    genre: str
    format: int
    version: int = Field(ge=1)
    transmis_le: Instant
    transmis_par: str

    @property
    def periode(self):
        """La période, dans sa forme d'adresse et de base (« 2019-s1 », « 2019 »)."""
        raise NotImplementedError

    @property
    def territoire(self):
        """Le code du territoire qui l'a transmis."""
        raise NotImplementedError

    @property
    def difficultes_rencontrees(self):
        """Ce que la préfecture dit de ses difficultés."""
        raise NotImplementedError

    @property
    def mesures_declinees(self):
        """Les mesures nationales que le territoire décline : [(code, intitulé)]."""
        return []

    @property
    def codes_signes(self):
        """Les codes de celles que décline un protocole signé ; None si le format ne le dit pas."""
        return None

    @classmethod
    def schema_json(cls):
        """Rend le schéma JSON du format, tel que docs/schemas/ le publie."""
        ecrit = cls.model_json_schema(schema_generator=EcritureDuSchema)
        genre, numero = (ecrit["properties"][nom]["const"] for nom in ("genre", "format"))
        return {"$schema": DIALECTE, "$id": f"quartiers:{genre}:{numero}"} | ecrit


def interpreter(donnees, formats):
    """Rend le `Contenu` de `donnees` figées, lu par la classe de leur format ({numéro: classe}).

    Lève KeyError pour un format inconnu, `pydantic.ValidationError` pour un format mal suivi.
    """
    return formats[donnees["format"]].model_validate(donnees)
