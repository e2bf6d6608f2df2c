"""Filtres des listes du PAQTE."""

import django_filters
from django import forms

from quartiers.filters import DepartementFilter, RegionFilter
from socle.filters import ADateFilter, ChercheFilter, TriFilter
from socle.forms.filtres import FiltreForm

from .models import Axe, Convention, Entreprise

OUI_NON = forms.Select(choices=[("", "Tous"), ("true", "Oui"), ("false", "Non")])


class EntrepriseFilter(ChercheFilter):
    recherche = django_filters.CharFilter(
        method="chercher", max_length=100, label="Nom, SIREN ou commune"
    )
    taille = django_filters.ChoiceFilter(
        choices=Entreprise.Taille, label="Taille", empty_label="Toutes"
    )
    departement = DepartementFilter()

    tri = TriFilter(
        label="Tri",
        empty_label="Nom",
        fields=(("departement", "departement"), ("nombre_conventions", "conventions")),
        choices=[
            ("departement", "Département"),
            ("-conventions", "Conventions les plus nombreuses"),
        ],
    )

    class Meta:
        model = Entreprise
        fields = ("recherche", "taille", "departement", "tri")
        form = FiltreForm


class ConventionFilter(EntrepriseFilter):
    taille = django_filters.ChoiceFilter(
        field_name="entreprise__taille",
        choices=Entreprise.Taille,
        label="Taille",
        empty_label="Toutes",
    )
    region = RegionFilter(field_name="entreprise__departement__region")
    departement = DepartementFilter(field_name="entreprise__departement")
    axe = django_filters.ModelChoiceFilter(
        field_name="axes", queryset=Axe.objects.all(), label="Axe", empty_label="Tous"
    )
    en_cours = django_filters.ChoiceFilter(
        method="filtrer_en_cours",
        label="Échéance",
        choices=[("oui", "En cours"), ("non", "Échue"), ("signees", "En cours ou échue")],
        empty_label="Toutes",
    )
    au = ADateFilter()
    issue_charte = django_filters.BooleanFilter(label="Issue d’une charte", widget=OUI_NON)
    france_une_chance = django_filters.BooleanFilter(label="La France une chance", widget=OUI_NON)
    tri = TriFilter(
        label="Tri",
        empty_label="Entreprise",
        fields=(("entreprise__nom", "nom"), ("date_signature", "date"), ("date_fin", "fin")),
        choices=[
            ("-date", "Signature la plus récente"),
            ("date", "Signature la plus ancienne"),
            ("fin", "Échéance la plus ancienne"),
        ],
    )

    class Meta(EntrepriseFilter.Meta):
        model = Convention
        fields = (
            "recherche",
            "region",
            "departement",
            "taille",
            "axe",
            "en_cours",
            "au",
            "issue_charte",
            "france_une_chance",
            "tri",
        )

    def chercher(self, queryset, nom, texte):
        return queryset.filter(entreprise__in=Entreprise.objects.chercher(texte))

    def filtrer_en_cours(self, queryset, nom, valeur):
        le = self.form.date
        choix = {"oui": queryset.en_cours, "non": queryset.echues, "signees": queryset.signees}
        return choix[valeur](le)
