"""Les pas de temps des remontées, le semestre et l'année, et la colonne qui les garde."""

import datetime
import re
from dataclasses import dataclass
from functools import cache

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils import timezone
from jours_feries_france import JoursFeries

from socle.recherche import sans_accents

# La circulaire est du 22 janvier 2019 : rien n'est attendu avant.
PREMIERE_ANNEE = 2019
SAMEDI = 5
FORME = re.compile(r"([0-9]{4})-s([12])")
# Comme on l'écrit à la main, sans accents : « 2019 S1 », « S1 2019 », « 1er semestre 2019 ».
FORMES_LIBRES = (
    re.compile(r"(?P<annee>[0-9]{4})[ /-]?s(?:emestre)? ?(?P<numero>[12])"),
    re.compile(r"s(?:emestre)? ?(?P<numero>[12])[ /-](?P<annee>[0-9]{4})"),
    re.compile(
        r"(?P<numero>1|2|premier|second|deuxieme)(?:er|e|d|de|nd|nde|eme)? semestre "
        r"(?P<annee>[0-9]{4})"
    ),
)


@dataclass(frozen=True, order=True)
class Semestre:
    """Semestre civil ; `str()` rend sa forme d'adresse et de base, par exemple « 2019-s1 »."""

    annee: int
    numero: int

    # Le nom du pas de temps, dans une adresse et devant une personne.
    nom = "semestre"
    titre = "Semestre"

    @classmethod
    def lire(cls, texte):
        """Rend le semestre écrit « 2019-s1 ». Lève ValueError pour toute autre forme."""
        trouve = FORME.fullmatch(texte)
        if not trouve:
            raise ValueError(f"« {texte} » n’est pas un semestre (attendu : 2019-s1).")
        return cls(int(trouve[1]), int(trouve[2]))

    @classmethod
    def comprendre(cls, texte):
        """Rend le semestre écrit à la main : « 2019-s1 », « S1 2019 », « 1er semestre 2019 ».

        Lève ValueError pour toute autre forme.
        """
        ecrit = " ".join(sans_accents(texte).split())
        for forme in FORMES_LIBRES:
            if trouve := forme.fullmatch(ecrit):
                return cls(int(trouve["annee"]), 1 if trouve["numero"] in {"1", "premier"} else 2)
        raise ValueError(f"« {texte} » n’est pas un semestre (attendu : 2019-s1).")

    @classmethod
    def de(cls, jour):
        """Rend le semestre qui contient la date `jour`."""
        return cls(jour.year, 1 if jour.month <= 6 else 2)

    @classmethod
    def courant(cls):
        """Rend le semestre d'aujourd'hui, à l'heure de Paris."""
        return cls.de(timezone.localdate())

    @classmethod
    def ouvertes(cls):
        """Rend les semestres dont on peut rendre compte, du plus récent au premier de 2019."""
        annees = range(cls.courant().annee, PREMIERE_ANNEE - 1, -1)
        tous = [cls(annee, numero) for annee in annees for numero in (2, 1)]
        return [semestre for semestre in tous if semestre <= cls.courant()]

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

    def derniers(self, nombre):
        """Rend les `nombre` semestres dont celui-ci est le dernier."""
        suite = [self]
        while len(suite) < nombre:
            suite.insert(0, suite[0].precedent)
        return suite

    @property
    def libelle(self):
        """Nom lisible : « 1er semestre 2019 »."""
        return f"{'1er' if self.numero == 1 else '2d'} semestre {self.annee}"

    def __str__(self):
        return f"{self.annee:04}-s{self.numero}"


@dataclass(frozen=True, order=True)
class Annee:
    """Année civile ; `str()` rend sa forme d'adresse et de base, par exemple « 2019 »."""

    annee: int

    nom = "annee"
    titre = "Année"

    @classmethod
    def lire(cls, texte):
        """Rend l'année écrite « 2019 ». Lève ValueError pour toute autre forme."""
        return cls(int(texte))

    @classmethod
    def ouvertes(cls):
        """Rend les années dont on peut rendre compte, de la plus récente à 2019."""
        return [cls(annee) for annee in range(timezone.localdate().year, PREMIERE_ANNEE - 1, -1)]

    @property
    def debut(self):
        """Premier jour de l'année."""
        return datetime.date(self.annee, 1, 1)

    @property
    def fin(self):
        """Dernier jour de l'année."""
        return datetime.date(self.annee, 12, 31)

    @property
    def precedent(self):
        return Annee(self.annee - 1)

    @property
    def libelle(self):
        """Nom lisible : « 2019 »."""
        return str(self)

    def __str__(self):
        return f"{self.annee:04}"


def lire_periode(texte):
    """Rend le `Semestre` ou l'`Annee` ainsi écrits. Lève ValueError pour toute autre forme."""
    return Semestre.lire(texte) if FORME.fullmatch(texte) else Annee.lire(texte)


class PeriodeAttribute(DeferredAttribute):
    """Une période écrite devient l'objet qu'elle désigne, dès qu'elle est posée."""

    def __set__(self, instance, valeur):
        instance.__dict__[self.field.attname] = self.field.to_python(valeur)


class PeriodeField(models.CharField):
    """Période d'une remontée : « 2019-s1 » ou « 2019 » en base, `Semestre` ou `Annee` en Python."""

    descriptor_class = PeriodeAttribute

    def __init__(self, *args, **options):
        super().__init__(*args, **{"max_length": 7} | options)

    def from_db_value(self, valeur, expression, connection):
        return self.to_python(valeur)

    def to_python(self, valeur):
        """Rend la période, ou None. Lève ValidationError pour une forme inconnue."""
        if not isinstance(valeur, str) or not valeur:
            return valeur
        try:
            return lire_periode(valeur)
        except ValueError as erreur:
            raise ValidationError(f"« {valeur} » n’est pas une période.") from erreur

    def get_prep_value(self, valeur):
        return valeur and str(valeur)


def jour_d_arret(periode):
    """Rend le jour où s'arrêtent les chiffres d'une période : son dernier, ou aujourd'hui si elle
    court encore.
    """
    return min(periode.fin, timezone.localdate())


def jours_ouvres(depuis, jusque):
    """Rend le nombre de jours ouvrés (métropole) après la date `depuis`, `jusque` comprise."""
    jours = (depuis + datetime.timedelta(days=n + 1) for n in range((jusque - depuis).days))
    return sum(map(_est_ouvre, jours))


def jour_ouvre(jour):
    """Rend `jour`, ou le premier jour ouvré (métropole) qui suit s'il ne l'est pas."""
    while not _est_ouvre(jour):
        jour += datetime.timedelta(days=1)
    return jour


def _est_ouvre(jour):
    return jour.weekday() < SAMEDI and jour not in _feries(jour.year)


@cache
def _feries(annee):
    return frozenset(JoursFeries.for_year(annee).values())


def valider_semestre(texte):
    """Validateur de champ : lève ValidationError si `texte` n'est pas un semestre."""
    try:
        Semestre.lire(texte)
    except ValueError as erreur:
        raise ValidationError(str(erreur)) from erreur


class AnneeConverter:
    """Convertisseur d'adresse : `<annee:periode>` donne une `Annee`."""

    regex = "[0-9]{4}"
    to_python = staticmethod(Annee.lire)
    to_url = staticmethod(str)


class SemestreConverter:
    """Convertisseur d'adresse : `<semestre:semestre>` donne un `Semestre`."""

    regex = "[0-9]{4}-s[12]"
    to_python = staticmethod(Semestre.lire)
    to_url = staticmethod(str)
