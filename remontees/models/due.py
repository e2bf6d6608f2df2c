"""Ce qu'un territoire doit encore à une campagne."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from quartiers.models import Departement, Region

from .campagne import Campagne
from .echeance import Echeance


@dataclass(frozen=True)
class Due:
    """Ce qu'un territoire, département ou région, doit encore à une campagne."""

    campagne: Campagne
    territoire: Departement | Region
    libelle: str
    etat: str = "à faire"
    # Ce que le CGET demande en plus, s'il a renvoyé le document.
    demande: str = ""
    lien: str = ""
    action: str = ""
    # Le jour où le territoire a prévu de s'en acquitter.
    prevue_le: datetime.date | None = None
    # La date que le CGET donne à ce qu'il renvoie ; à défaut, celle de la campagne.
    pour_le: datetime.date | None = None
    # Qui la prépare et n'a pas de compte.
    autres_adresses: frozenset = frozenset()

    @property
    def echeance(self):
        """Son `Echeance`."""
        accordee = self.campagne.echeance_de(self.territoire.pk)
        return Echeance(self.pour_le) if self.pour_le else accordee

    @property
    def echeance_le(self):
        """Le jour où elle est due."""
        return self.echeance.jour

    @property
    def jours_restants(self):
        """Nombre de jours avant ce jour ; négatif quand il est passé."""
        return (self.echeance_le - timezone.localdate()).days
