"""Une courbe : une grandeur dans le temps, face à ce qui en est attendu."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import capfirst

from ..francais import ecrire_jour, ecrire_nombre
from .cadre import HAUTEUR, Cadre, Moment, compter, graduer, nommer_sur_l_axe

Nombre = Decimal | float | int


@dataclass(frozen=True)
class Courbe:
    """Répond à une `question` par une valeur à chaque moment ; None n'est pas connu.

    `attendus` est ce qu'on y compare, au même moment. `plafond` est ce que la valeur peut être au
    plus (435 contrats à rénover), et `echeance` le jour où elle devait l'atteindre. En marches, une
    valeur tient jusqu'à la suivante.
    """

    question: str
    moments: Sequence[Moment]
    valeurs: Sequence[Nombre | None]
    unite: str = ""
    nom: str = "Résultat"
    attendus: Sequence[Nombre | None] = ()
    nom_attendu: str = "l’attendu"
    plafond: Nombre | None = None
    echeance: datetime.date | None = None
    en_marches: bool = False

    gabarit = "composants/courbe.html"

    @property
    def points(self):
        """Rend [(moment, valeur)] de ce qui est connu."""
        paires = zip(self.moments, self.valeurs, strict=True)
        return [(moment, valeur) for moment, valeur in paires if valeur is not None]

    @property
    def est_vide(self):
        return not self.points

    @property
    def attendu(self):
        """Ce qui était attendu au dernier moment connu, ou None."""
        moment, _ = self.points[-1]
        return self.attendus[list(self.moments).index(moment)] if self.attendus else None

    @property
    def phrase(self):
        """Dit ce que montre le dessin : l'extrême, la tendance, l'écart."""
        if self.est_vide:
            return "Aucune valeur connue."
        (debut, premiere), (fin, derniere) = self.points[0], self.points[-1]
        haut, maximum = max(self.points, key=lambda point: point[1])
        dits = [
            f"De {ecrire_nombre(premiere)} ({debut.nom}) à {compter(derniere, self.unite)} "
            f"({fin.nom}), {_tendance(derniere - premiere)}",
            f"au plus haut, {ecrire_nombre(maximum)} ({haut.nom})",
            *self._ecarts(derniere),
        ]
        if debut == fin:
            dits[:2] = [f"{compter(derniere, self.unite)} ({fin.nom}), seule valeur connue"]
        return " ; ".join(dits) + "."

    def _ecarts(self, derniere):
        if self.attendu is not None:
            compare = f"{self.nom_attendu}, {ecrire_nombre(self.attendu)}"
            yield f"{_ecart(derniere - self.attendu)} {compare}"
        if self.plafond is not None:
            manque = self.plafond - derniere
            yield f"il en manque {ecrire_nombre(manque)} sur {ecrire_nombre(self.plafond)}"
        if self.echeance and self.echeance <= self.moments[-1].jour:
            avant = ecrire_nombre(self.valeur_au(self.echeance))
            yield f"{avant} à l’échéance, le {ecrire_jour(self.echeance)}"
        if self.attendu is None and self.plafond is None:
            connues = [valeur for _, valeur in self.points]
            etendue = ecrire_nombre(max(connues) - min(connues))
            yield f"écart de {etendue} entre la plus basse et la plus haute"

    def valeur_au(self, jour):
        """Rend la dernière valeur connue ce `jour` ; 0 avant la première."""
        connues = [valeur for moment, valeur in self.points if moment.jour <= jour]
        return connues[-1] if connues else 0

    @property
    def entetes(self):
        return ["Date", self.nom, *([capfirst(self.nom_attendu)] if self.attendus else [])]

    @property
    def lignes(self):
        """Les nombres du dessin : [(moment, [nombres])]."""
        colonnes = [self.valeurs, self.attendus] if self.attendus else [self.valeurs]
        return [
            (moment.nom, list(nombres))
            for moment, *nombres in zip(self.moments, *colonnes, strict=True)
        ]

    def dessiner(self, hauteur=HAUTEUR):
        """Rend ce qui se trace, dans l'unité du cadre."""
        connus = [n for n in (*self.valeurs, *self.attendus, self.plafond) if n is not None]
        cadre = Cadre(graduer(float(max(connus))), hauteur)
        debut, fin = self.moments[0].jour.toordinal(), self.moments[-1].jour.toordinal()

        def abscisse(jour):
            return cadre.abscisse((jour.toordinal() - debut) / (fin - debut) if fin > debut else 1)

        def placer(nombres):
            paires = zip(self.moments, nombres, strict=True)
            return [(abscisse(m.jour), cadre.hauteur(n)) for m, n in paires if n is not None]

        places = placer(self.valeurs)
        (x, y), (_, derniere) = places[-1], self.points[-1]
        passee = self.echeance and self.moments[0].jour <= self.echeance <= self.moments[-1].jour
        return cadre.axes | {
            "trait": _en_marches(places) if self.en_marches else _relier(places),
            "attendu": _relier(placer(self.attendus)) if self.attendus else "",
            "points": () if self.en_marches else places,
            "bout": (x, y, ecrire_nombre(derniere)),
            "plafond": self.plafond and cadre.hauteur(self.plafond),
            "echeance": abscisse(self.echeance) if passee else None,
            "noms": nommer_sur_l_axe(
                [moment.court for moment in self.moments],
                [abscisse(moment.jour) for moment in self.moments],
            ),
        }


def _relier(places):
    return "M" + "L".join(f"{x} {y}" for x, y in places)


def _en_marches(places):
    (x, y), *suite = places
    return f"M{x} {y}" + "".join(f"H{x}V{y}" for x, y in suite)


def _tendance(difference):
    if not difference:
        return "sans changement"
    return f"en {'hausse' if difference > 0 else 'baisse'} de {ecrire_nombre(abs(difference))}"


def _ecart(difference):
    if not difference:
        return "autant que"
    return f"{ecrire_nombre(abs(difference))} de {'plus' if difference > 0 else 'moins'} que"
