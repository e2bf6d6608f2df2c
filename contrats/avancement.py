"""Où en est la rénovation d'un contrat par son protocole, à une date.

Seules les dates du protocole le disent : il est négocié depuis sa négociation, à défaut depuis sa
signature, et sans aucune des deux depuis toujours.
"""

from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Coalesce

COMMENCE_LE = Coalesce("protocole__negociation_le", "protocole__signe_le")


class Avancement(models.TextChoices):
    """Où en est la rénovation d'un contrat par son protocole."""

    A_ENGAGER = "a_engager", "À engager"
    EN_NEGOCIATION = "en_negociation", "En négociation"
    SIGNE = "signe", "Signé"


def commence(le):
    """Rend la condition d'un protocole commencé à la date `le` ; attend `commence_le` (alias)."""
    return Q(commence_le=None) | Q(commence_le__lte=le)


def est_signe(le):
    """Rend la condition d'un protocole signé à la date `le`."""
    return Q(protocole__signe_le__lte=le)


def avancement_au(le):
    """Rend l'`Avancement` du protocole à la date `le` (expression) ; attend `commence_le`."""
    negocies = Q(protocole__avancement__in=[Avancement.EN_NEGOCIATION, Avancement.SIGNE])
    return Case(
        When(est_signe(le), then=Value(Avancement.SIGNE.value)),
        When(negocies & commence(le), then=Value(Avancement.EN_NEGOCIATION.value)),
        default=Value(Avancement.A_ENGAGER.value),
        output_field=models.CharField(),
    )
