"""L'atteinte des objectifs, dont le CGET rend compte : atteint, en route, en retard, muet."""

from collections import Counter
from dataclasses import dataclass

from django.db import models

from .models import NATION, Indicateur, Valeur
from .releve import Releve, Somme, relever, sommer


class Atteinte(models.TextChoices):
    """Où en est un objectif."""

    ATTEINT = "atteint", "Atteint"
    EN_ROUTE = "en_route", "En route"
    EN_RETARD = "en_retard", "En retard"
    MUET = "muet", "Muet"
    SANS_CIBLE = "sans_cible", "Sans cible chiffrée"


@dataclass(frozen=True)
class Objectif:
    """Un indicateur, ce qu'en dit la nation (ou la somme de ses départements), et où il en est.

    `due` est la dernière cible, intermédiaire ou finale, dont le jour est passé ; `suivante`, celle
    qui vient : deux couples (jour, valeur), ou None.
    """

    indicateur: Indicateur
    constat: Releve | Somme | None
    atteinte: Atteinte
    due: tuple | None
    suivante: tuple | None

    @property
    def mesure(self):
        return self.indicateur.mesure

    @property
    def texte(self):
        """Ce qu'on en lit, où chercher."""
        return f"{self.mesure} {self.indicateur}"

    @property
    def departements(self):
        """Sur combien de départements est le constat, ou None s'il est de la nation."""
        return getattr(self.constat, "departements", None)


def dresser_objectifs(user, au):
    """Rend un `Objectif` par indicateur de l'annexe 3, dans son ordre, à la date `au`."""
    indicateurs = (
        Indicateur.objects.a_produire()
        .select_related("mesure__chef_de_file", "mesure__thematique")
        .prefetch_related("jalons")
    )
    lus = {indicateur.pk: indicateur for indicateur in indicateurs}
    valeurs = Valeur.objects.visibles_par(user).filter(indicateur__in=list(lus))
    releves = relever(valeurs, au, [NATION], lus)
    sommes = sommer(valeurs, au, lus)[0] if user.est_national else {}
    return [
        juger(indicateur, releves.get((NATION, cle)) or sommes.get(cle), au)
        for cle, indicateur in lus.items()
    ]


def juger(indicateur, constat, au):
    """Rend l'`Objectif` d'un indicateur d'après ce qu'on en constate (ou None) à la date `au`."""
    etapes = _etapes(indicateur)
    due = max((etape for etape in etapes if etape[0] <= au), default=None)
    suivante = min((etape for etape in etapes if etape[0] > au), default=None)
    return Objectif(indicateur, constat, _atteinte(indicateur, constat, due, au), due, suivante)


def _etapes(indicateur):
    """Rend les cibles datées, intermédiaires puis finale : [(jour, valeur)]."""
    etapes = [(jalon.le, jalon.valeur) for jalon in indicateur.jalons.all()]
    if indicateur.cible_le and indicateur.cible is not None:
        etapes.append((indicateur.cible_le, indicateur.cible))
    return etapes


def _atteinte(indicateur, constat, due, au):
    if constat is None:
        return Atteinte.MUET
    if _est_atteint(indicateur, constat):
        return Atteinte.ATTEINT
    if indicateur.est_perime(constat.le, au):
        return Atteinte.MUET
    if indicateur.nature == Indicateur.Nature.OUI_NON:
        return Atteinte.EN_ROUTE
    if indicateur.cible is None:
        return Atteinte.SANS_CIBLE
    if constat.grandeur is None:
        # Un chiffre secret n'est dit ni atteint, ni en retard.
        return Atteinte.MUET
    if due and not indicateur.satisfait(constat.grandeur, due[1]):
        return Atteinte.EN_RETARD
    return Atteinte.EN_ROUTE


def _est_atteint(indicateur, constat):
    """Dit si la cible finale est tenue ; une mesure suivie par oui ou non l'est par un oui."""
    if indicateur.nature == Indicateur.Nature.OUI_NON:
        return constat.derniere.oui_non is True
    chiffre = constat.grandeur
    return None not in (chiffre, indicateur.cible) and indicateur.satisfait(
        chiffre, indicateur.cible
    )


def compter(objectifs):
    """Rend [(atteinte, combien d'objectifs y sont)]."""
    comptes = Counter(objectif.atteinte for objectif in objectifs)
    return [(atteinte, comptes[atteinte]) for atteinte in Atteinte]
