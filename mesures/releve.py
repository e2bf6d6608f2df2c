"""Où en est un indicateur à une date : dans un territoire, ou dans tous les départements."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Max, Min, Q, Sum

from socle.sommes import compter_les_ecritures, garder_en_memoire

from .models import Indicateur, Valeur


@dataclass(frozen=True)
class Releve:
    """Ce que disent les `valeurs` d'un territoire, de la plus ancienne à la plus récente.

    D'une situation, c'est la dernière ; d'un flux, leur somme.
    """

    indicateur: Indicateur
    valeurs: list[Valeur]

    @property
    def derniere(self):
        return self.valeurs[-1]

    @property
    def le(self):
        """Le jour de la dernière valeur."""
        return self.derniere.le

    @property
    def du(self):
        """Le jour de la première valeur d'une somme, ou None."""
        return self.valeurs[0].le if len(self.valeurs) > 1 else None

    @property
    def grandeur(self):
        """Ce qui se compare à une cible, ou None sans chiffre."""
        return self.indicateur.mesurer(*self._chiffres)

    @property
    def affichage(self):
        if len(self.valeurs) == 1:
            return self.derniere.affichage
        nombre, base, pourcentage = self._chiffres
        return self.indicateur.ecrire(nombre, base, pourcentage=pourcentage)

    @property
    def progres(self):
        """Chemin parcouru vers la cible nationale, en % (voir `Indicateur.progres`)."""
        return self.indicateur.progres(self.grandeur)

    @property
    def _chiffres(self):
        """Le nombre, la base et le pourcentage."""
        if len(self.valeurs) == 1:
            return self.derniere.nombre, self.derniere.base, self.derniere.pourcentage
        return (*(_additionner(self.valeurs, champ) for champ in ("nombre", "base")), None)


def _additionner(valeurs, champ):
    donnes = [nombre for valeur in valeurs if (nombre := getattr(valeur, champ)) is not None]
    return sum(donnes) if donnes else None


@dataclass(frozen=True)
class Somme:
    """Somme de ce que disent d'un indicateur les départements renseignés.

    Une part se calcule sur les sommes du nombre et de la base : elle n'est jamais moyennée. `du` et
    `au` sont les dates de la plus ancienne et de la plus récente de ces valeurs ; `enquetes`,
    combien de départements n'ont qu'un pourcentage, qui ne s'additionne pas.
    """

    indicateur: Indicateur
    nombre: Decimal
    base: Decimal | None
    departements: int
    du: datetime.date
    au: datetime.date
    enquetes: int

    @property
    def le(self):
        """Le jour de la dernière valeur."""
        return self.au

    @property
    def grandeur(self):
        return self.indicateur.mesurer(self.nombre, self.base)

    @property
    def affichage(self):
        return self.indicateur.ecrire(self.nombre, self.base)

    @property
    def progres(self):
        """Chemin parcouru vers la cible nationale, en % (voir `Indicateur.progres`)."""
        return self.indicateur.progres(self.grandeur)


def relever(valeurs, au, territoires, indicateurs):
    """Rend {(territoire, clé d'indicateur): `Releve`} de ces valeurs (requête) à la date `au`.

    `indicateurs` donne ceux de ces valeurs, par clé.
    """
    par_cle = defaultdict(list)
    for valeur in _comptees(valeurs.filter(territoire__in=territoires), au, indicateurs):
        par_cle[valeur.territoire, valeur.indicateur_id].append(valeur)
    return {cle: Releve(indicateurs[cle[1]], lues) for cle, lues in par_cle.items()}


def _comptees(valeurs, au, indicateurs):
    """Produit, par date, la dernière valeur de chaque situation et toutes celles qu'un flux
    additionne.
    """
    flux = _flux(indicateurs)
    situations = valeurs.dernieres(au).exclude(indicateur__in=flux)
    cumulees = valeurs.cumulees(au, flux) if flux else ()
    for valeur in [*situations, *sorted(cumulees, key=lambda valeur: valeur.le)]:
        # Lus ensemble, les indicateurs ne le sont pas de nouveau valeur par valeur.
        valeur.indicateur = indicateurs[valeur.indicateur_id]
        yield valeur


def sommer(valeurs, au, indicateurs):
    """Rend {clé d'indicateur: `Somme`} des départements, et combien de territoires ont une valeur :
    {clé d'indicateur: nombre}. `indicateurs` : voir `relever`.
    """
    return _dresser(_lire(valeurs, au, _flux(indicateurs)), indicateurs)


def sommer_tout(au, indicateurs):
    """Rend {clé d'indicateur: `Somme`} de toutes les valeurs à la date `au` ; ce que la base a
    additionné se garde en mémoire tant que rien ne s'écrit.
    """
    flux = _flux(indicateurs)
    depuis, (ecritures,) = compter_les_ecritures(Valeur)
    versions = [depuis, *ecritures, au, flux]
    lignes = garder_en_memoire("mesures", versions, lambda: _lire(Valeur.objects.all(), au, flux))
    sommes, _ = _dresser(lignes, indicateurs)
    return sommes


def _lire(valeurs, au, flux):
    """Rend ce que la base additionne de ces valeurs (requête) : une ligne par indicateur."""
    lignes = [*_totaliser(valeurs.dernieres_a_sommer(au).exclude(indicateur__in=flux))]
    if flux:
        lignes += _totaliser(valeurs.cumulees(au, flux))
    return lignes


def _dresser(lignes, indicateurs):
    sommes, territoires = {}, {}
    for ligne in lignes:
        cle = ligne.pop("indicateur")
        territoires[cle] = ligne.pop("territoires")
        if ligne["departements"]:
            nombre, base = ligne.pop("total_nombre"), ligne.pop("total_base")
            sommes[cle] = Somme(indicateurs[cle], nombre, base, **ligne)
    return sommes, territoires


def _flux(indicateurs):
    """Rend les clés de ceux dont les valeurs s'additionnent."""
    situation = Indicateur.Releve.SITUATION
    return [cle for cle, indicateur in indicateurs.items() if indicateur.releve != situation]


def _totaliser(valeurs):
    d_un_departement = Q(departement__isnull=False)
    chiffrees = d_un_departement & Q(nombre__isnull=False)
    en_enquete = d_un_departement & Q(pourcentage__isnull=False)
    return (
        valeurs.order_by()
        .values("indicateur")
        .annotate(
            territoires=Count("territoire", distinct=True),
            departements=Count("departement", filter=chiffrees, distinct=True),
            enquetes=Count("departement", filter=en_enquete, distinct=True),
            total_nombre=Sum("nombre", filter=chiffrees),
            total_base=Sum("base", filter=chiffrees),
            du=Min("le", filter=chiffrees),
            au=Max("le", filter=chiffrees),
        )
    )
