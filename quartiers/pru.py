"""Le PRU qu'un quartier de 2024 reprend de ses anciens quartiers, tant que rien ne l'a dit.

Un quartier ne compte qu'une fois, un projet aussi : celui d'un ancien quartier partagé entre
plusieurs nouveaux n'est repris par aucun, il reste à dire.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Q

from .models import Correspondance, Quartier

Pru = Quartier.Pru
# Un projet national est sûr ; sans lui, un seul inconnu laisse tout inconnu.
DU_PLUS_FORT = (Pru.NATIONAL, Pru.INCONNU, Pru.REGIONAL, Pru.AUCUN)


def heriter(paires, prus):
    """Rend {code de 2024: PRU} d'après les paires (ancien, nouveau) et {code: PRU} des anciens."""
    paires = list(paires)
    suites = Counter(ancien for ancien, _ in paires)
    recus = defaultdict(set)
    for ancien, nouveau in paires:
        partage = suites[ancien] > 1 and prus[ancien] != Pru.AUCUN
        recus[nouveau].add(Pru.INCONNU if partage else Pru(prus[ancien]))
    return {
        nouveau: next(pru for pru in DU_PLUS_FORT if pru in siens)
        for nouveau, siens in recus.items()
    }


@dataclass(frozen=True)
class Reprise:
    """Le PRU que prend un quartier de 2024 de ses anciens, et celui qu'il avait."""

    quartier: Quartier
    avant: str
    apres: str

    @property
    def changements(self):
        return [("PRU, repris des anciens quartiers", Pru(self.avant).label, self.apres.label)]


def chercher_les_reprises(dits, paires=None):
    """Rend les `Reprise` à faire, sans rien écrire.

    `dits` ({code: PRU}) est ce que l'import en cours dit ; `paires`, la correspondance qu'il
    apporte, sinon celle qu'on connaît.
    """
    if paires is None and not (paires := list(Correspondance.objects.paires())):
        return []
    non_dits = Quartier.objects.filter(Q(pru=Pru.INCONNU) | Q(pru_repris=True), millesime=2024)
    prus = dict(Quartier.objects.filter(millesime=2015).values_list("code", "pru"))
    repris = heriter(paires, prus | dits)
    return [
        Reprise(quartier, quartier.pru, repris.get(quartier.code, Pru.INCONNU))
        for quartier in non_dits
        if quartier.code not in dits and repris.get(quartier.code, Pru.INCONNU) != quartier.pru
    ]


def reprendre(reprises):
    """Écrit ces reprises."""
    for pru in DU_PLUS_FORT:
        cles = [reprise.quartier.pk for reprise in reprises if reprise.apres == pru]
        Quartier.objects.filter(pk__in=cles).update(pru=pru, pru_repris=pru != Pru.INCONNU)
