"""Le semestre, pas de temps des bilans : de « 2019-s1 » à ses dates."""

import datetime
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone

FORME = re.compile(r"([0-9]{4})-s([12])")


@dataclass(frozen=True, order=True)
class Semestre:
    """Semestre civil ; `str()` rend sa forme d'adresse et de base, par exemple « 2019-s1 »."""

    annee: int
    numero: int

    @classmethod
    def lire(cls, texte):
        """Rend le semestre écrit « 2019-s1 ». Lève ValueError pour toute autre forme."""
        trouve = FORME.fullmatch(texte)
        if not trouve:
            raise ValueError(f"« {texte} » n’est pas un semestre (attendu : 2019-s1).")
        return cls(int(trouve[1]), int(trouve[2]))

    @classmethod
    def de(cls, jour):
        """Rend le semestre qui contient la date `jour`."""
        return cls(jour.year, 1 if jour.month <= 6 else 2)

    @classmethod
    def courant(cls):
        """Rend le semestre d'aujourd'hui, à l'heure de Paris."""
        return cls.de(timezone.localdate())

    @property
    def debut(self):
        """Premier jour du semestre."""
        return datetime.date(self.annee, 1 if self.numero == 1 else 7, 1)

    @property
    def fin(self):
        """Dernier jour du semestre."""
        return self.suivant.debut - datetime.timedelta(days=1)

    @property
    def suivant(self):
        return Semestre(self.annee + self.numero - 1, 3 - self.numero)

    @property
    def precedent(self):
        return Semestre(self.annee + self.numero - 2, 3 - self.numero)

    @property
    def libelle(self):
        """Nom lisible : « 1er semestre 2019 »."""
        return f"{'1er' if self.numero == 1 else '2d'} semestre {self.annee}"

    def __str__(self):
        return f"{self.annee:04}-s{self.numero}"


# La circulaire du 22 janvier 2019 ouvre les bilans semestriels (annexe 2).
PREMIER_SEMESTRE = Semestre(2019, 1)


def semestres_ouverts():
    """Rend les semestres qui peuvent avoir un bilan, du plus récent au premier de 2019."""
    semestre, ouverts = Semestre.courant(), []
    while semestre >= PREMIER_SEMESTRE:
        ouverts.append(semestre)
        semestre = semestre.precedent
    return ouverts


def valider_semestre(texte):
    """Validateur de champ : lève ValidationError si `texte` n'est pas un semestre."""
    try:
        Semestre.lire(texte)
    except ValueError as erreur:
        raise ValidationError(str(erreur)) from erreur


class SemestreConverter:
    """Convertisseur d'adresse : `<semestre:semestre>` donne un `Semestre`."""

    regex = "[0-9]{4}-s[12]"

    def to_python(self, value):
        return Semestre.lire(value)

    def to_url(self, value):
        return str(value)
