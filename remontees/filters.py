"""Le filtre du journal des relances."""

import django_filters

from quartiers.filters import DepartementFilter
from socle.forms.filtres import FiltreForm

from . import registre
from .models import Campagne, Relance


class RelanceFilter(django_filters.FilterSet):
    genre = django_filters.ChoiceFilter(
        field_name="campagne__genre",
        choices=registre.choix_de_genre,
        label="Ce qui est attendu",
        empty_label="Toutes",
    )
    campagne = django_filters.ModelChoiceFilter(
        queryset=Campagne.objects.all(), label="Une seule campagne", empty_label="Toutes"
    )
    departement = DepartementFilter()
    palier = django_filters.ChoiceFilter(
        choices=Relance._meta.get_field("palier").choices, label="Moment", empty_label="Tous"
    )

    class Meta:
        model = Relance
        fields = ("genre", "campagne", "departement", "palier")
        form = FiltreForm
