"""Choix et filtres communs aux listes du portail."""

import django_filters
from django.db.models import F


class TriFilter(django_filters.OrderingFilter):
    """Tri d'une liste ; ce qui n'est pas renseigné vient en dernier, dans les deux sens."""

    def get_ordering_value(self, param):
        champ = super().get_ordering_value(param)
        if champ.startswith("-"):
            return F(champ[1:]).desc(nulls_last=True)
        return F(champ).asc(nulls_last=True)


class ChercheFilter(django_filters.FilterSet):
    """Socle des filtres sur des objets qu'on retrouve par quelques mots."""

    recherche = django_filters.CharFilter(method="chercher", max_length=100, label="Recherche")

    def chercher(self, queryset, nom, texte):
        return queryset.chercher(texte)
