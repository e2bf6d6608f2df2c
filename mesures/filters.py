"""Filtres des listes des mesures."""

import django_filters
from django import forms

from quartiers.filters import DepartementFilter, departements_visibles
from socle.champs import DateInput
from socle.filters import TriFilter
from socle.forms.filtres import FiltreForm

from .models import NATION, Contestation, Indicateur, Mesure, Valeur


class IndicateurFilter(django_filters.FilterSet):
    """Socle : `chemin` mène à l'indicateur, cherché sans accents."""

    chemin = "indicateur"

    recherche = django_filters.CharFilter(method="chercher", max_length=100, label="Indicateur")

    def chercher(self, queryset, nom, texte):
        return queryset.filter(**{f"{self.chemin}__in": Indicateur.objects.chercher(texte)})


class MesureFilter(IndicateurFilter):
    """Socle des filtres sur ce qui a un indicateur, dont on choisit la mesure par son numéro."""

    mesure = django_filters.ModelChoiceFilter(
        field_name="indicateur__mesure",
        to_field_name="code",
        queryset=Mesure.objects.all(),
        label="Mesure",
        empty_label="Toutes",
    )


class ValeurFilter(MesureFilter):
    departement = DepartementFilter(queryset=departements_visibles)
    echelle = django_filters.ChoiceFilter(
        method="filtrer_echelle",
        label="Échelle",
        choices=[
            ("nation", "Nation"),
            ("region", "Région"),
            ("departement", "Département"),
            ("quartier", "Quartier"),
        ],
        empty_label="Toutes",
    )
    du = django_filters.DateFilter(
        field_name="le", lookup_expr="gte", label="Depuis le", widget=DateInput()
    )
    au = django_filters.DateFilter(
        field_name="le", lookup_expr="lte", label="Jusqu’au", widget=DateInput()
    )
    dernieres = django_filters.BooleanFilter(
        method="filtrer_dernieres",
        label="Seulement la dernière de chaque territoire",
        widget=forms.CheckboxInput,
    )
    tri = TriFilter(
        label="Tri",
        empty_label="Indicateur",
        fields=(("le", "date"), ("territoire", "territoire")),
        choices=[("-date", "La plus récente"), ("territoire", "Territoire")],
    )

    class Meta:
        model = Valeur
        fields = ("recherche", "mesure", "departement", "echelle", "du", "au", "dernieres", "tri")
        form = FiltreForm

    def filtrer_echelle(self, queryset, nom, echelle):
        if echelle == "nation":
            return queryset.filter(territoire=NATION)
        return queryset.filter(**{f"{echelle}__isnull": False})

    def filtrer_dernieres(self, queryset, nom, voulues):
        return queryset.dernieres(self.form.date) if voulues else queryset


class ContestationFilter(IndicateurFilter):
    chemin = "valeur__indicateur"

    departement = DepartementFilter(queryset=departements_visibles)
    etat = django_filters.ChoiceFilter(choices=Contestation.Etat, label="État", empty_label="Tous")
    tri = TriFilter(
        label="Tri",
        empty_label="La plus récente",
        fields=(("le", "date"), ("departement", "departement")),
        choices=[("date", "La plus ancienne"), ("departement", "Département")],
    )

    class Meta:
        model = Contestation
        fields = ("recherche", "departement", "etat", "tri")
        form = FiltreForm
