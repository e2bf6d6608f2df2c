"""Filtres des réunions du collège et du registre des décisions."""

import django_filters
from django.utils import timezone

from quartiers.filters import DepartementFilter
from remontees.periodes import Semestre
from socle.filters import ChercheFilter, TriFilter
from socle.forms.filtres import FiltreForm

from .models import College, Decision


class CollegeFilter(ChercheFilter):
    departement = DepartementFilter()
    semestre = django_filters.ChoiceFilter(
        method="filtrer_semestre",
        label="Semestre",
        choices=lambda: [(str(s), s.libelle) for s in Semestre.ouvertes()],
        empty_label="Tous",
    )
    tri = TriFilter(
        label="Tri",
        empty_label="La plus récente",
        fields=(("date", "date"), ("departement", "departement")),
        choices=[("date", "La plus ancienne"), ("departement", "Département")],
    )

    class Meta:
        model = College
        fields = ("recherche", "departement", "semestre", "tri")
        form = FiltreForm

    def filtrer_semestre(self, queryset, nom, semestre):
        return queryset.de_la(Semestre.lire(semestre))


class DecisionFilter(ChercheFilter):
    departement = DepartementFilter()
    organe = django_filters.ChoiceFilter(
        choices=Decision.Organe, label="Instance", empty_label="Toutes"
    )
    etat = django_filters.ChoiceFilter(
        method="filtrer_etat",
        label="État",
        choices=[("a-faire", "À faire"), ("en-retard", "En retard"), ("faites", "Faites")],
        empty_label="Tous",
    )
    tri = TriFilter(
        label="Tri",
        empty_label="La plus récente",
        fields=(("pour_le", "pour"), ("departement", "departement")),
        choices=[("pour", "À faire le plus tôt"), ("departement", "Département")],
    )

    class Meta:
        model = Decision
        fields = ("recherche", "departement", "organe", "etat", "tri")
        form = FiltreForm

    def filtrer_etat(self, queryset, nom, etat):
        if etat == "faites":
            return queryset.exclude(faite_le=None)
        return (
            queryset.en_retard(timezone.localdate()) if etat == "en-retard" else queryset.a_faire()
        )
