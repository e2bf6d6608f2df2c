"""Filtres des exemples, des propositions et des journées."""

import django_filters

from mesures.models import Mesure
from paqte.models import Axe
from quartiers.filters import RegionFilter
from quartiers.models import Region
from socle.filters import ChercheFilter
from socle.forms.filtres import FiltreForm

from .models import Exemple, Journee


class ExempleFilter(ChercheFilter):
    """La collection est nationale : toutes les régions se choisissent."""

    axe = django_filters.ModelChoiceFilter(
        queryset=Axe.objects.all(), label="Axe du PAQTE", empty_label="Tous"
    )
    mesure = django_filters.ModelChoiceFilter(
        queryset=Mesure.objects.all(), label="Mesure", empty_label="Toutes"
    )
    region = RegionFilter(field_name="departement__region", queryset=Region.objects.all())

    class Meta:
        model = Exemple
        fields = ("recherche", "axe", "mesure", "region")
        form = FiltreForm


class PropositionFilter(ExempleFilter):
    etat = django_filters.ChoiceFilter(
        choices=Exemple.Etat.choices, label="État", empty_label="Tous"
    )

    class Meta(ExempleFilter.Meta):
        fields = ("etat", *ExempleFilter.Meta.fields)


class JourneeFilter(django_filters.FilterSet):
    moment = django_filters.ChoiceFilter(
        method="filtrer_moment",
        choices=[("a_venir", "À venir"), ("passees", "Passées")],
        label="Quand",
        empty_label="Toutes",
    )
    region = RegionFilter(field_name="departement__region", queryset=Region.objects.all())

    class Meta:
        model = Journee
        fields = ("moment", "region")
        form = FiltreForm

    def filtrer_moment(self, queryset, nom, valeur):
        return queryset.a_venir() if valeur == "a_venir" else queryset.passees()
