"""Un jour attendu, et combien il en reste."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from ..periodes import jour_ouvre, jours_ouvres


@dataclass(frozen=True)
class Echeance:
    """Le jour où quelque chose est dû ; `prolongee` s'il fut accordé à ce seul territoire."""

    jour: datetime.date
    prolongee: bool = False

    @property
    def dernier_jour(self):
        """Le dernier jour pour répondre à temps : l'échéance, ou le premier jour ouvré qui suit si
        elle tombe un samedi, un dimanche ou un jour férié."""
        return jour_ouvre(self.jour)

    @property
    def jours_restants(self):
        """Nombre de jours avant le dernier jour ; négatif quand il est passé."""
        return (self.dernier_jour - timezone.localdate()).days

    @property
    def jours_ouvres_restants(self):
        """Nombre de jours ouvrés d'ici le dernier jour, lui compris et aujourd'hui exclu."""
        return jours_ouvres(timezone.localdate(), self.dernier_jour)
