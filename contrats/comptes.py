"""Ce que comptent les engagements de contrats, lus une fois : par contrat, par mesure, et par
engagement du pacte de Dijon.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from .models.engagement import Declinaison, Engagement


@dataclass
class Declinants:
    """Les contrats (clés) qui déclinent une mesure, ou un engagement du pacte ; dont par un
    protocole signé.
    """

    contrats: set[int] = field(default_factory=set)
    signes: set[int] = field(default_factory=set)

    def ajouter(self, contrat, est_signe):
        self.contrats.add(contrat)
        if est_signe:
            self.signes.add(contrat)


@dataclass
class Comptes:
    """Les engagements de contrats : leur nombre par contrat (clé), combien sont en retard, et qui
    en décline les mesures et le pacte (par clé).
    """

    engagements: Counter = field(default_factory=Counter)
    en_retard: int = 0
    mesures: dict[int, Declinants] = field(default_factory=lambda: defaultdict(Declinants))
    pacte: dict[int, Declinants] = field(default_factory=lambda: defaultdict(Declinants))

    @property
    def par_mesure(self):
        """Rend {clé d'une mesure: `Declinaison`} de celles qui sont déclinées."""
        return {
            mesure: Declinaison(len(declinants.contrats), len(declinants.signes))
            for mesure, declinants in self.mesures.items()
        }


def compter_les_engagements(contrats, le):
    """Rend les `Comptes` des engagements qui comptent pour ces `contrats` (clés) à la date `le`."""
    comptes, vus = Comptes(), set()
    lus = Engagement.objects.en_compte(le).filter(compte_pour__in=contrats)
    for engagement, contrat, du_pacte, mesure, en_retard, est_signe in lus.decrire(le):
        if engagement not in vus:
            vus.add(engagement)
            comptes.engagements[contrat] += 1
            comptes.en_retard += bool(en_retard)
        if mesure:
            comptes.mesures[mesure].ajouter(contrat, est_signe)
        if du_pacte:
            comptes.pacte[du_pacte].ajouter(contrat, est_signe)
    return comptes
