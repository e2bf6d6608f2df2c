"""Où est un lieu par rapport aux quartiers prioritaires : dans l'un d'eux, dehors, ou peut-être."""

import re
from dataclasses import dataclass

from django.db import models

from socle.recherche import sans_accents

from .contours import contient
from .models import Quartier


class Etat(models.TextChoices):
    """Ce qu'on peut dire d'un lieu ; une commune seule ne dit jamais « dans un quartier »."""

    DANS = "dans", "En QPV"
    HORS = "hors", "Hors QPV"
    POSSIBLE = "possible", "À vérifier"
    INCONNU = "inconnu", "Inconnu"


@dataclass(frozen=True)
class Situation:
    """Ce qu'on sait d'un lieu : son `etat`, les `quartiers` en cause, et ce qui le fait dire."""

    etat: Etat
    motif: str
    quartiers: tuple[Quartier, ...] = ()


def situer(quartiers, *, code_commune="", commune="", point=None):
    """Rend la `Situation` d'un lieu parmi ces `quartiers` (requête), ceux d'une liste en vigueur.

    Sa commune d'abord (code INSEE, ou nom), puis son `point` (longitude, latitude en degrés,
    WGS 84) si les contours des quartiers de la commune sont connus.
    """
    if not (code_commune or commune):
        return Situation(Etat.INCONNU, "Sa commune n’est pas connue.")
    de_la_commune = _de_la_commune(quartiers, code_commune, commune)
    if not de_la_commune:
        if not quartiers.exists():
            return Situation(Etat.INCONNU, "La liste des quartiers n’est pas chargée.")
        return Situation(Etat.HORS, "Aucun quartier prioritaire dans sa commune.")
    if point is None:
        return _a_verifier(de_la_commune, "Sa commune en compte, mais ses coordonnées manquent.")
    dessines = [quartier for quartier in de_la_commune if hasattr(quartier, "contour")]
    for quartier in dessines:
        if contient(quartier.contour.polygones, *point):
            return Situation(Etat.DANS, "D’après ses coordonnées.", (quartier,))
    if len(dessines) == len(de_la_commune):
        return Situation(Etat.HORS, "D’après ses coordonnées.")
    return _a_verifier(de_la_commune, "Sa commune en compte dont le contour n’est pas chargé.")


def _a_verifier(quartiers, motif):
    return Situation(Etat.POSSIBLE, motif, tuple(quartiers))


def _de_la_commune(quartiers, code, nom):
    if code:
        trouves = quartiers.filter(codes_communes__contains=code).select_related("contour")
        if trouves or quartiers.exclude(codes_communes="").exists():
            return list(trouves)
    # Une liste sans codes de communes ne se lit que par leurs noms.
    cherchee = _reduire(nom)
    return [
        quartier
        for quartier in quartiers.select_related("contour")
        if cherchee in map(_reduire, quartier.communes.split(","))
    ]


def _reduire(nom):
    return re.sub(r"\W+", " ", sans_accents(nom)).strip()
