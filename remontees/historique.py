"""L'histoire d'un objet, champ par champ : qui a changé quoi, et quand."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils import timezone

from socle.francais import ecrire_jour, ecrire_nombre


@dataclass(frozen=True)
class Modification:
    """Un champ qu'une personne a changé un jour donné : son état avant, et après."""

    le: datetime.datetime
    par: object
    champ: str
    avant: str
    apres: str


def modifications(objet):
    """Rend les `Modification` d'un objet qui a des `historiques()`, la plus récente d'abord.

    Ce qu'une personne change le même jour n'en fait qu'une par champ : le brouillon s'enregistre
    tout seul pendant qu'elle écrit.
    """
    toutes = []
    for nommer, versions, champs in objet.historiques():
        par_objet = defaultdict(list)
        for version in versions.select_related("history_user").order_by(
            "history_date", "history_id"
        ):
            par_objet[nommer(version)].append(version)
        for nom, chronologie in par_objet.items():
            toutes += _d_un_objet(nom, chronologie, champs)
    return sorted(toutes, key=lambda modification: modification.le, reverse=True)


def _d_un_objet(prefixe, chronologie, champs):
    avant = _etat(None, champs)
    for (_, _), groupe in groupby(chronologie, key=_qui_et_quel_jour):
        derniere = list(groupe)[-1]
        apres = _etat(derniere, champs)
        for champ in champs:
            if avant[champ] != apres[champ]:
                nom = f"{prefixe}{derniere._meta.get_field(champ).verbose_name}"
                yield Modification(
                    derniere.history_date, derniere.history_user, nom, avant[champ], apres[champ]
                )
        avant = apres


def _qui_et_quel_jour(version):
    return version.history_user_id, timezone.localdate(version.history_date)


def _etat(version, champs):
    """Rend {champ: texte} ; vide avant la création et après la suppression."""
    if version is None or version.history_type == "-":
        return dict.fromkeys(champs, "")
    return {champ: _texte(version, champ) for champ in champs}


def _texte(version, champ):
    montrer = getattr(version, f"get_{champ}_display", None)
    valeur = montrer() if montrer else getattr(version, champ)
    if valeur is True:
        return "oui"
    if isinstance(valeur, Decimal):
        return ecrire_nombre(valeur)
    if isinstance(valeur, datetime.date):
        return ecrire_jour(valeur)
    return "" if valeur in {None, False} else str(valeur)
