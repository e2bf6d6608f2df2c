"""Les alertes : un indicateur jamais produit ou périmé, un territoire qui recule ou est à part."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from statistics import median, quantiles
from typing import NamedTuple

from django.db.models import F, Max, Q, Window
from django.db.models.functions import Lead, RowNumber

from .models import NATION, Indicateur, SansObjetIci, Valeur

# Une médiane de moins de territoires ne dit rien de la nation.
TERRITOIRES_MINIMUM = 5
# À part : loin de la médiane d'un cinquième, et au-delà des quartiles d'une fois et demie ce qui
# les sépare (règle de Tukey). Sans elle, la moitié des départements seraient en alerte.
ECART, AU_DELA = Decimal("0.2"), Decimal("1.5")
# Un recul de moins d'un dixième est l'ordinaire d'un chiffre.
RECUL = Decimal("0.1")
SENS = {Indicateur.Sens.HAUSSE: 1, Indicateur.Sens.BAISSE: -1, Indicateur.Sens.NEUTRE: 0}
# Au-delà, une valeur est trop ancienne pour dire une tendance.
MEMOIRE = datetime.timedelta(days=3 * 365)


@dataclass(frozen=True)
class Alerte:
    """Ce qui appelle l'attention sur un indicateur, et dans quels départements (codes).

    Aucun département : c'est l'indicateur lui-même, que doit son ministère.
    """

    indicateur: Indicateur
    motif: str
    departements: list[str]


class _Derniere(NamedTuple):
    """La dernière valeur d'un indicateur dans un département, et celle d'avant s'il y en a une."""

    departement: str
    le: datetime.date
    grandeur: Decimal
    avant: Decimal | None


@dataclass(frozen=True)
class _Autres:
    """La médiane des départements, et les bornes hors desquelles l'un d'eux reste à part."""

    mediane: Decimal
    bas: Decimal
    haut: Decimal

    @classmethod
    def de(cls, grandeurs):
        milieu = median(grandeurs)
        premier, _, dernier = quantiles(grandeurs, n=4, method="inclusive")
        marge = AU_DELA * (dernier - premier)
        return cls(
            milieu,
            min(premier - marge, milieu * (1 - ECART)),
            max(dernier + marge, milieu * (1 + ECART)),
        )


def chercher_alertes(au, codes, *, nation=False):
    """Rend les `Alerte` des départements `codes` à la date `au`, par indicateur et par motif.

    Avec `nation` s'y ajoutent celles des indicateurs eux-mêmes : jamais produits, ou périmés.
    """
    trouvees = _du_ministere(au) if nation else []
    exemptes = set(SansObjetIci.objects.values_list("indicateur", "departement"))
    for indicateur, dernieres in _dernieres(au):
        autres = _comparer(indicateur, dernieres)
        departements = defaultdict(list)
        for derniere in dernieres:
            if derniere.departement in codes:
                exempte = (indicateur.pk, derniere.departement) in exemptes
                for motif in _motifs(indicateur, derniere, autres, au, exempte):
                    departements[motif].append(derniere.departement)
        trouvees += [Alerte(indicateur, motif, ou) for motif, ou in departements.items()]
    return sorted(trouvees, key=lambda alerte: alerte.indicateur.rang)


def _du_ministere(au):
    """Rend les alertes des indicateurs dont la nation n'a pas, ou n'a plus, de valeur."""
    connues = Q(valeurs__le__lte=au)
    indicateurs = (
        Indicateur.objects.a_produire()
        .select_related("mesure__chef_de_file")
        .annotate(
            derniere=Max("valeurs__le", filter=connues),
            nationale=Max("valeurs__le", filter=connues & Q(valeurs__territoire=NATION)),
        )
    )
    alertes = []
    for indicateur in indicateurs:
        if indicateur.derniere is None:
            alertes.append(Alerte(indicateur, "jamais produit", []))
        elif indicateur.nationale and indicateur.est_perime(indicateur.nationale, au):
            motif = f"valeur nationale périmée (la dernière : {indicateur.nationale:%d/%m/%Y})"
            alertes.append(Alerte(indicateur, motif, []))
    return alertes


def _dernieres(au):
    """Produit chaque indicateur, par rang, et ses `_Derniere`, par département."""
    indicateurs = Indicateur.objects.chiffres().select_related("mesure").in_bulk()
    serie = {"partition_by": ["indicateur", "departement"], "order_by": F("le").desc()}
    chiffrees = Q(nombre__isnull=False) | Q(pourcentage__isnull=False)
    champs = ("nombre", "base", "pourcentage")
    lues = (
        Valeur.objects.des_departements()
        .filter(chiffrees, le__lte=au, le__gt=au - MEMOIRE, indicateur__in=indicateurs)
        .annotate(
            ordre=Window(RowNumber(), **serie),
            **{f"{champ}_avant": Window(Lead(champ), **serie) for champ in champs},
        )
        .filter(ordre=1)
        .order_by("indicateur__rang", "departement")
        .values_list(
            "indicateur", "departement", "le", *champs, *(f"{champ}_avant" for champ in champs)
        )
    )
    for cle, lignes in groupby(lues, key=itemgetter(0)):
        indicateur = indicateurs[cle]
        dernieres = [
            _Derniere(departement, le, grandeur, indicateur.mesurer(*chiffres[3:]))
            for _, departement, le, *chiffres in lignes
            # Un indicateur dont le CGET a changé le type garde des valeurs de l'ancien.
            if (grandeur := indicateur.mesurer(*chiffres[:3])) is not None
        ]
        yield indicateur, dernieres


def _comparer(indicateur, dernieres):
    if indicateur.nature not in Indicateur.COMPARABLES or len(dernieres) < TERRITOIRES_MINIMUM:
        return None
    return _Autres.de([derniere.grandeur for derniere in dernieres])


def _motifs(indicateur, derniere, autres, au, exempte):
    grandeur, avant = derniere.grandeur, derniere.avant
    sens = SENS[indicateur.sens]
    if indicateur.est_perime(derniere.le, au) and not exempte:
        yield f"aucune valeur récente (la dernière : {derniere.le:%d/%m/%Y})"
    if avant is not None and sens * (grandeur - avant) < 0 and _ecart(grandeur, avant) >= RECUL:
        yield "recule d’au moins un dixième depuis la valeur précédente"
    if autres and sens and (grandeur < autres.bas if sens > 0 else grandeur > autres.haut):
        cote = "au-dessous" if sens > 0 else "au-dessus"
        mediane = f"{_ecrire(autres.mediane)}\xa0{indicateur.en}"
        yield f"loin {cote} des autres départements (médiane : {mediane})"


def _ecart(grandeur, avant):
    """Rend de combien, en part de la valeur d'avant, celle-ci s'en écarte."""
    return abs(grandeur - avant) / avant if avant else Decimal(1)


def _ecrire(nombre):
    return f"{nombre:.1f}".replace(".", ",")
