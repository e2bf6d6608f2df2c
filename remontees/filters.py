"""Le filtre du journal des relances."""

import django_filters
from dsfr.forms import DsfrBaseForm

from quartiers.filters import departements_suivis

from .models import Campagne, Palier, Relance


class RelanceFilter(django_filters.FilterSet):
    genre = django_filters.ChoiceFilter(
        field_name="campagne__genre",
        choices=Campagne.Genre.choices,
        label="Campagne",
        empty_label="Toutes",
    )
    departement = django_filters.ModelChoiceFilter(
        queryset=departements_suivis, label="Département", empty_label="Tous"
    )
    palier = django_filters.ChoiceFilter(choices=Palier.choices, label="Moment", empty_label="Tous")

    class Meta:
        model = Relance
        fields = ("genre", "departement", "palier")
        form = DsfrBaseForm
