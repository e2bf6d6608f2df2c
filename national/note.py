"""La note d'une page pour le ministre : ce qui est atteint, en retard, silencieux, et qui manque.

Tout vient des fonctions du tableau national et du tableau des mesures : la note trie, sans compter
autrement. Elle compare deux dates : aujourd'hui (ou la fin de l'année choisie), et la fin du
semestre d'avant celui qu'on a choisi.
"""

import datetime
from dataclasses import dataclass

from contrats.couverture import Couverture, couvrir
from contrats.evolution import tracer_les_protocoles
from contrats.models import Avancement
from mesures.evolution import tracer_les_niveaux
from mesures.tableau import Tableau, dresser_tableau
from paqte.sommes import additionner_tout
from paqte.totaux import Total, tient_le_rythme
from paqte.trajectoire import tracer
from remontees import registre

from .suivi import Suivi


@dataclass
class Manque:
    """Qui n'a pas transmis une remontée (son `modele`) à temps, ou doit la compléter, par nom.

    `campagne` est celle qui l'attend, ou None.
    """

    modele: type
    periode: object
    campagne: object
    silencieux: list[str]
    en_cours: list[str]
    a_completer: list[str]

    @property
    def est_vide(self):
        return not (self.silencieux or self.en_cours or self.a_completer)


@dataclass
class Note:
    """Ce que la note ajoute au tableau national.

    `regions` sont celles qu'elle montre, vide pour la nation ; `hors_delai`, combien de protocoles
    ne sont pas signés dans leur délai, `signes_avant`, combien l'étaient à la date de comparaison ;
    `couverture`, les quartiers des signés ; `resultats`, ceux du PAQTE : [(indicateur, total, total
    à cette date)] ; `dessins`, trois.
    """

    regions: list
    suivi: Suivi
    hors_delai: int
    signes_avant: int
    couverture: Couverture
    mesures: Tableau
    resultats: list
    dessins: list

    @property
    def titre(self):
        return f"Note régionale, {', '.join(self.regions)}" if self.regions else "Note nationale"

    @property
    def le(self) -> datetime.date:
        return self.mesures.au

    @property
    def depuis(self) -> datetime.date | None:
        """La date de comparaison."""
        return self.mesures.depuis

    @property
    def niveaux(self):
        """Les 40 mesures par niveau : [(compte, nombre à la date de comparaison)]."""
        avant = self.mesures.comptes_depuis
        return [(c, a["nombre"]) for c, a in zip(self.mesures.comptes, avant, strict=True)]

    @property
    def par_niveau(self):
        """Combien des 40 mesures sont à chaque niveau : {niveau: nombre}."""
        return {compte["niveau"].name: compte["nombre"] for compte in self.mesures.comptes}

    @property
    def sans_niveau(self):
        return sum(ligne.niveau is None for ligne in self.mesures.principales)

    @property
    def contrats(self):
        return sum(nombre for _, nombre in self.suivi.protocoles)

    @property
    def signes(self):
        return dict(self.suivi.protocoles)[Avancement.SIGNE]

    @property
    def paqte_atteints(self):
        """Les indicateurs du PAQTE dont le cumul atteint la cible à trois ans."""
        return [i for i, total, _ in self.resultats if total.taux is not None and total.taux >= 100]

    @property
    def paqte_tenus(self):
        """Ceux dont le cumul vaut ce que le temps écoulé laisse attendre."""
        return [indicateur for indicateur, rythme in self._rythmes if tient_le_rythme(rythme)]

    @property
    def paqte_en_retard(self):
        """Ceux dont le cumul est au-dessous."""
        tenus = self.paqte_tenus
        return [indicateur for indicateur, _ in self._rythmes if indicateur not in tenus]

    @property
    def _rythmes(self):
        rythmes = [(i, total.rythme) for i, total, _ in self.resultats]
        return [(indicateur, rythme) for indicateur, rythme in rythmes if rythme is not None]

    @property
    def paqte_silencieux(self):
        return [i for i, total, _ in self.resultats if total.cumul is None]

    @property
    def manquants(self):
        """Un `Manque` par remontée."""
        return [self._manque(modele) for modele in registre.remontees()]

    def _manque(self, modele):
        periode, noms = self.suivi.periodes[modele.Periode], self.suivi.manquants(modele)
        return Manque(
            modele,
            periode,
            self.suivi.campagnes.get((modele.genre, str(periode))),
            *(noms.get(etat, []) for etat in ("a_commencer", "brouillon", "a_completer")),
        )


def dresser_note(form, suivi, paqte, contrats):
    """Rend la `Note` d'un `suivi`, de son `paqte` (voir `paqte.sommes`) et de ses `contrats`.

    Les niveaux des mesures sont ceux de la nation, au jour des contrats que compte le suivi.
    """
    au, semestre = suivi.des_contrats, suivi.semestre
    depuis = min(semestre.precedent.fin, au)
    avant = additionner_tout(form.choisis, semestre.precedent).totaux
    signes = [lu for lu in suivi.contrats if lu.avancement_au == Avancement.SIGNE]
    return Note(
        form.regions_nommees,
        suivi,
        sum(lu.est_hors_delai for lu in suivi.contrats if lu.avancement_au != Avancement.SIGNE),
        sum(lu.protocole__signe_le <= depuis for lu in signes),
        couvrir(contrats, form.choisis, au),
        dresser_tableau(form.user, au, depuis),
        [(i, total, avant.get(i.pk, Total())) for i, total in paqte["resultats"]],
        [
            tracer_les_niveaux(au),
            tracer_les_protocoles(suivi.contrats, au),
            *_la_plus_en_retard(tracer(paqte["resultats"], semestre)),
        ],
    )


def _la_plus_en_retard(courbes):
    """Rend [la courbe du PAQTE la plus loin sous ce qui en est attendu], s'il y en a."""
    parts = [
        (c.points[-1][1] / c.attendu, rang) for rang, (_, c) in enumerate(courbes) if c.attendu
    ]
    return [courbes[min(parts)[1]][1]] if parts else []
