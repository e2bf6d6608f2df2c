"""Fabrique des textes de référence."""

import datetime

from factory.django import DjangoModelFactory

from textes.models import Texte


class TexteFactory(DjangoModelFactory):
    class Meta:
        model = Texte

    titre = "Instruction"
    numero = "n° 12/2024"
    signe_le = datetime.date(2024, 1, 4)
    contenu = "## Objet\n\nVous réunirez les signataires."
