"""Choix et filtres communs aux listes du portail."""

import django_filters
from django.db.models import F

from .champs import DateInput, valider_fait
from .dates import DateFormField
from .ordre import NOMMANTS, francais


class TriFilter(django_filters.OrderingFilter):
    """Tri d'une liste ; ce qui n'est pas renseigné vient en dernier, dans les deux sens.

    Un nom se range en français (`socle.ordre`).
    """

    def get_ordering_value(self, param):
        champ = super().get_ordering_value(param)
        nom = champ.removeprefix("-")
        ordre = francais(nom) if nom.rpartition("__")[2] in NOMMANTS else F(nom)
        if champ.startswith("-"):
            return ordre.desc(nulls_last=True)
        return ordre.asc(nulls_last=True)


class ADateFilter(django_filters.DateFilter):
    """La date à laquelle se lisent les autres choix (`FiltreForm.date`) : seule, elle ne filtre
    rien.
    """

    field_class = DateFormField

    def __init__(self):
        super().__init__(label="À la date du", widget=DateInput(), validators=[valider_fait])

    def filter(self, queryset, date):
        return queryset


class ChercheFilter(django_filters.FilterSet):
    """Socle des filtres sur des objets qu'on retrouve par quelques mots."""

    recherche = django_filters.CharFilter(method="chercher", max_length=100, label="Recherche")

    def chercher(self, queryset, nom, texte):
        return queryset.chercher(texte)
