"""Choix communs des filtres du portail ; filtres de la liste des QPV."""

import django_filters
from django import forms
from django.db.models import F
from dsfr.forms import DsfrBaseForm

from .models import Departement, Quartier, Region

OUI_NON = forms.Select(choices=[("", "Tous"), ("true", "Oui"), ("false", "Non")])


class TriFilter(django_filters.OrderingFilter):
    """Tri d'une liste ; ce qui n'est pas renseigné vient en dernier, dans les deux sens."""

    def get_ordering_value(self, param):
        champ = super().get_ordering_value(param)
        if champ.startswith("-"):
            return F(champ[1:]).desc(nulls_last=True)
        return F(champ).asc(nulls_last=True)


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


class ChercheFilter(django_filters.FilterSet):
    """Socle des filtres sur des objets qu'on retrouve par quelques mots."""

    recherche = django_filters.CharFilter(method="chercher", max_length=100, label="Recherche")

    def chercher(self, queryset, nom, texte):
        return queryset.chercher(texte)


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
        form = DsfrBaseForm

    def filtrer_retires(self, queryset, nom, valeur):
        return queryset.filter(retire_le__isnull=valeur == "non")
