"""Ce que des conventions font de chaque indicateur, additionné par la base."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import DecimalField, Q, Sum, Value

from .models.convention import Cible, ResultatConvention
from .models.referentiel import taux_atteint

COLONNES = ("realise", "cumul", "cible")


@dataclass(frozen=True)
class Total:
    """Un total, dans l'unité de l'indicateur : `realise` pendant le semestre, `cumul` depuis la
    signature, `cible` à trois ans ; None sans saisie.
    """

    realise: Decimal | None = None
    cumul: Decimal | None = None
    cible: Decimal | None = None

    @property
    def taux(self):
        """Le cumul en pour cent de la cible."""
        return taux_atteint(self.cumul, self.cible)


def additionner(conventions, semestre):
    """Rend {clé de l'indicateur: `Total`} de ces conventions (requête), d'une seule requête.

    Un indicateur sans saisie ni cible n'y est pas.
    """
    choisies = conventions.values("pk")
    lignes = _par_indicateur(
        ResultatConvention.objects.filter(semestre__lte=str(semestre), convention__in=choisies),
        realise=Sum("valeur", filter=Q(semestre=str(semestre))),
        cumul=Sum("valeur"),
    ).union(
        _par_indicateur(Cible.objects.filter(convention__in=choisies), cible=Sum("valeur")),
        all=True,
    )
    totaux = {}
    for ligne in lignes:
        sommes = {nom: ligne[nom] for nom in COLONNES if ligne[nom] is not None}
        totaux.setdefault(ligne["indicateur"], {}).update(sommes)
    return {indicateur: Total(**sommes) for indicateur, sommes in totaux.items()}


def _par_indicateur(valeurs, **sommes):
    rien = Value(None, DecimalField())
    colonnes = {nom: sommes.get(nom, rien) for nom in COLONNES}
    return valeurs.order_by().values("indicateur").annotate(**colonnes)
