"""Filtres des listes de personnes : les comptes, l'annuaire."""

import django_filters

from quartiers.filters import DepartementFilter, RegionFilter, departements_visibles
from socle.filters import ChercheFilter, TriFilter
from socle.forms.filtres import FiltreForm

from .models import JournalAcces, Utilisateur


class AnnuaireFilter(ChercheFilter):
    recherche = django_filters.CharFilter(
        method="chercher", max_length=100, label="Nom, fonction ou adresse"
    )
    role = django_filters.ChoiceFilter(choices=Utilisateur.Role, label="Rôle", empty_label="Tous")
    region = RegionFilter(method="filtrer_region")
    departement = DepartementFilter(method="filtrer_departement", queryset=departements_visibles)
    tri = TriFilter(
        label="Tri", empty_label="Nom", fields=(("role", "role"),), choices=[("role", "Rôle")]
    )

    class Meta:
        model = Utilisateur
        fields = ("recherche", "role", "region", "departement", "tri")
        form = FiltreForm

    def filtrer_region(self, queryset, nom, region):
        return queryset.couvrant(region.departements.values("pk"))

    def filtrer_departement(self, queryset, nom, departement):
        return queryset.couvrant([departement.pk])


class CompteFilter(AnnuaireFilter):
    etat = django_filters.ChoiceFilter(
        method="filtrer_etat",
        label="État",
        choices=[
            ("actif", "Actif"),
            ("attente", "Invitation en attente"),
            ("desactive", "Désactivé"),
        ],
        empty_label="Tous",
    )
    tri = TriFilter(
        label="Tri",
        empty_label="Nom",
        fields=(("role", "role"), ("last_login", "connexion")),
        choices=[("role", "Rôle"), ("-connexion", "Connexion la plus récente")],
    )

    class Meta(AnnuaireFilter.Meta):
        fields = ("recherche", "role", "region", "departement", "etat", "tri")

    def filtrer_etat(self, queryset, nom, etat):
        if etat == "attente":
            return queryset.en_attente()
        return queryset.filter(is_active=etat == "actif")


class AccesFilter(django_filters.FilterSet):
    recherche = django_filters.CharFilter(
        method="chercher", max_length=100, label="Nom ou adresse de la personne"
    )
    liste = django_filters.ChoiceFilter(
        field_name="page", choices=JournalAcces.Page, label="Liste", empty_label="Toutes"
    )
    exports = django_filters.ChoiceFilter(
        method="filtrer_exports",
        label="Export",
        choices=[("oui", "Exports seulement")],
        empty_label="Indifférent",
    )

    class Meta:
        model = JournalAcces
        fields = ("recherche", "liste", "exports")
        form = FiltreForm

    def chercher(self, queryset, nom, texte):
        return queryset.filter(utilisateur__in=Utilisateur.objects.chercher(texte))

    def filtrer_exports(self, queryset, nom, valeur):
        return queryset.exclude(export="")
