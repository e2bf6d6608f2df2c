"""Le deuxième format figé de la synthèse régionale : la lettre qui la porte."""

from typing import Literal

from remontees.lettre import Lettre, Signataire

from .v1 import SyntheseRegionaleV1


class SyntheseRegionaleV2(SyntheseRegionaleV1):
    """Synthèse régionale, deuxième format."""

    format: Literal[2]  # type: ignore[assignment]
    lettre: Lettre
    signataire: Signataire
