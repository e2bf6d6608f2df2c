"""Le deuxième format figé de la synthèse régionale : sa lettre, et ce qui est signé."""

from typing import Literal

from pydantic import Field

from remontees.formats import Effectif
from remontees.lettre import Lettre, Signataire

from . import v1


class Niveau(v1.Niveau):
    """Un niveau d'engagement : les mesures déclinées, et celles que décline un protocole signé."""

    signees: Effectif = Field(title="Région, par un protocole signé")


class Mesures(v1.Mesures):
    """Les niveaux d'engagement des mesures, et ce qui est signé."""

    signees: Effectif = Field(title="Mesures déclinées par un protocole signé")
    declinaisons: list[str] = Field(title="Déclinaisons d’une mesure (1.a, 1.b)")
    niveaux: list[Niveau] = Field(title="Niveaux d’engagement")  # type: ignore[assignment]


class SyntheseRegionaleV2(v1.SyntheseRegionaleV1):
    """Synthèse régionale, deuxième format."""

    format: Literal[2]  # type: ignore[assignment]
    lettre: Lettre
    signataire: Signataire
    mesures: Mesures = Field(title="Mesures")
