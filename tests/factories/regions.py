"""Fabriques de la synthèse régionale."""

import factory
from factory.django import DjangoModelFactory

from regions import models as regions
from tests.factories.quartiers import RegionFactory


class SyntheseRegionaleFactory(DjangoModelFactory):
    class Meta:
        model = regions.SyntheseRegionale

    region = factory.SubFactory(RegionFactory)
    periode = "2019"


def synthese_regionale_complete(**champs):
    """Rend une synthèse des Hauts-de-France, 2019, que rien n'empêche de transmettre."""
    textes = {
        "appreciation": "Les préfets ont réuni les maires.",
        "attentions": "- **Nord** : l’ingénierie manque.",
        "propositions": "Néant.",
    }
    return SyntheseRegionaleFactory(**(textes | champs))
