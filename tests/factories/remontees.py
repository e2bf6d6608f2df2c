"""Fabrique des campagnes."""

import datetime

from factory.django import DjangoModelFactory

from remontees.models import Campagne


class CampagneFactory(DjangoModelFactory):
    """Campagne du bilan du 1er semestre 2019, ouverte et sans destinataires : elle va à tous."""

    class Meta:
        model = Campagne
        django_get_or_create = ["genre", "periode"]

    genre = "bilan"
    periode = "2019-s1"
    ouverture_le = datetime.date(2019, 1, 1)
    echeance_le = datetime.date(2019, 7, 31)
