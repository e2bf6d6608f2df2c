"""Choix des filtres par territoire ; filtres de la liste des QPV."""

import django_filters

from socle.filters import ChercheFilter, TriFilter
from socle.forms.filtres import FiltreForm

from .models import Departement, Quartier, Region


def departements_suivis(request):
    """Départements dont l'utilisateur lit le travail, que propose un filtre."""
    return Departement.objects.suivis_par(request.user)


def departements_visibles(request):
    """Départements que propose le filtre."""
    return Departement.objects.visibles_par(request.user)


def regions_visibles(request):
    """Régions que propose le filtre."""
    return Region.objects.filter(departements__in=departements_visibles(request)).distinct()


class RegionFilter(django_filters.ModelChoiceFilter):
    """Choix d'une région ; par défaut, de celles de l'utilisateur."""

    def __init__(self, queryset=regions_visibles, **kwargs):
        super().__init__(queryset=queryset, label="Région", empty_label="Toutes", **kwargs)


class DepartementFilter(django_filters.ModelChoiceFilter):
    """Choix d'un département ; par défaut, de ceux dont l'utilisateur lit le travail."""

    def __init__(self, queryset=departements_suivis, **kwargs):
        super().__init__(queryset=queryset, label="Département", empty_label="Tous", **kwargs)


class QuartierFilter(ChercheFilter):
    recherche = django_filters.CharFilter(
        method="chercher", max_length=100, label="Code, nom, commune ou intercommunalité"
    )
    region = RegionFilter(field_name="departement__region")
    departement = DepartementFilter(queryset=departements_visibles)
    millesime = django_filters.ChoiceFilter(
        choices=Quartier._meta.get_field("millesime").choices, label="Liste", empty_label="Toutes"
    )
    pru = django_filters.ChoiceFilter(
        choices=[choix for choix in Quartier.Pru.choices if choix[0]],
        label="Renouvellement urbain (PRU)",
        empty_label="Indifférent",
    )
    retires = django_filters.ChoiceFilter(
        method="filtrer_retires",
        label="État",
        choices=[("non", "Dans la liste"), ("oui", "Retirés de la liste")],
        empty_label="Tous",
    )
    tri = TriFilter(
        label="Tri",
        empty_label="Code",
        fields=(("nom", "nom"), ("population", "population")),
        choices=[("nom", "Nom"), ("-population", "Population la plus forte")],
    )

    class Meta:
        model = Quartier
        fields = ("recherche", "region", "departement", "millesime", "pru", "retires", "tri")
        form = FiltreForm

    def filtrer_retires(self, queryset, nom, valeur):
        return queryset.filter(retire_le__isnull=valeur == "non")
