"""Si le premier référent d'un département fut désigné pour le jour dit.

La circulaire l'attendait pour le 15 février 2019 ; une campagne peut donner un autre jour, et un
délai accordé à un seul département.
"""

import datetime
from dataclasses import dataclass

from django.utils.functional import cached_property

from remontees.models import Campagne, Echeance
from socle.fixtures import lire_fixture
from socle.francais import ecrire_jour

GENRE = "referent"


@dataclass(frozen=True)
class Ponctualite:
    """Le jour où le premier référent fut désigné (None s'il n'y en a aucun), et pour quand."""

    premier_le: datetime.date | None
    attendu_le: datetime.date
    # L'échéance, ou le premier jour ouvré qui la suit.
    dernier_jour: datetime.date

    @property
    def a_temps(self):
        """Dit s'il le fut à temps ; None s'il n'y en a aucun."""
        return None if self.premier_le is None else self.premier_le <= self.dernier_jour

    def __str__(self):
        if self.premier_le is None:
            return f"non désigné, attendu pour le {ecrire_jour(self.attendu_le)}"
        jugement = "à temps" if self.a_temps else f"après le {ecrire_jour(self.attendu_le)}"
        return f"premier désigné le {ecrire_jour(self.premier_le)}, {jugement}"

    def en_json(self):
        return {
            "premier_le": self.premier_le and self.premier_le.isoformat(),
            "attendu_le": self.attendu_le.isoformat(),
            "a_temps": self.a_temps,
        }


class Ponctualites:
    """Lit une fois l'échéance, pour autant de départements qu'il faut.

    `campagnes` : celles qu'on a lues `avec_attendus`, toutes celles du genre comprises.
    """

    def __init__(self, campagnes=None):
        self.campagnes = campagnes

    def de(self, departement, au=datetime.date.max):
        """Rend la `Ponctualite` du `departement`, vue du jour `au`.

        Le département porte, lus d'avance, `referent`, `anciens_referents`, `autres_referents`.
        """
        actuel = getattr(departement, "referent", None)
        tous = [
            *([actuel] if actuel else []),
            *departement.anciens_referents.all(),
            *departement.autres_referents.all(),
        ]
        jours = [referent.designe_le for referent in tous if referent.designe_le <= au]
        echeance = self._echeance(departement.pk)
        return Ponctualite(min(jours, default=None), echeance.jour, echeance.dernier_jour)

    def _echeance(self, code):
        return self._campagne.echeance_de(code) if self._campagne else self._d_apres_le_texte

    @cached_property
    def _campagne(self):
        """La première campagne ouverte pour les désigner, ou None."""
        lues = self.campagnes
        if lues is None:
            lues = Campagne.objects.filter(genre=GENRE).avec_attendus()
        siennes = [campagne for campagne in lues if campagne.genre == GENRE]
        return min(siennes, key=lambda campagne: campagne.echeance_le, default=None)

    @cached_property
    def _d_apres_le_texte(self):
        jours = [li["echeance_le"] for li in lire_fixture("echeances") if li["genre"] == GENRE]
        return Echeance(datetime.date.fromisoformat(min(jours)))
