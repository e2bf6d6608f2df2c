"""Le filtre du journal des relances."""

import django_filters

from quartiers.filters import DepartementFilter
from socle.forms.filtres import FiltreForm

from . import registre
from .models import Palier, Relance


class RelanceFilter(django_filters.FilterSet):
    genre = django_filters.ChoiceFilter(
        field_name="campagne__genre",
        choices=registre.choix_de_genre,
        label="Campagne",
        empty_label="Toutes",
    )
    departement = DepartementFilter()
    palier = django_filters.ChoiceFilter(choices=Palier.choices, label="Moment", empty_label="Tous")

    class Meta:
        model = Relance
        fields = ("genre", "departement", "palier")
        form = FiltreForm
