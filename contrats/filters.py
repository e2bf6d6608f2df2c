"""Filtres des listes des contrats."""

import django_filters

from mesures.filters import MesureFilter
from mesures.models import Mesure
from quartiers.filters import DepartementFilter, RegionFilter
from socle.filters import ADateFilter, ChercheFilter, TriFilter
from socle.forms.filtres import FiltreForm

from .models import (
    Avancement,
    CibleTerritoriale,
    ContratDeVille,
    ConventionNationale,
    Domaine,
    Engagement,
    EngagementDijon,
    EngagementNational,
    GrandProjet,
)


def contrats_modifiables(request):
    """Contrats dont le protocole peut reprendre un engagement national."""
    return ContratDeVille.objects.modifiables_par(request.user)


def contrats_visibles(request):
    """Contrats que propose le filtre."""
    return ContratDeVille.objects.visibles_par(request.user)


class ContratFilter(ChercheFilter):
    departement = DepartementFilter(method="filtrer_departement")
    region = RegionFilter(field_name="departement__region")
    perimetre = django_filters.ChoiceFilter(
        choices=ContratDeVille.Perimetre, label="Périmètre", empty_label="Tous"
    )
    protocole = django_filters.ChoiceFilter(
        method="filtrer_protocole",
        choices=[*Avancement.choices, ("a-signer", "Pas encore signé")],
        label="Protocole",
        empty_label="Tous",
    )
    etat = django_filters.ChoiceFilter(
        method="filtrer_etat",
        label="État",
        choices=[
            ("en-vigueur", "En vigueur"),
            ("finis", "Finis, à venir ou remplacés"),
            ("reunis", "Réunis dans un autre"),
        ],
        empty_label="Tous",
    )
    au = ADateFilter()
    tri = TriFilter(
        label="Tri",
        empty_label="Département",
        fields=(
            ("nom", "nom"),
            ("protocole__signe_le", "signature"),
            ("nombre_engagements", "engagements"),
        ),
        choices=[
            ("nom", "Nom"),
            ("signature", "Protocole signé le plus tôt"),
            ("-engagements", "Engagements les plus nombreux"),
        ],
    )

    class Meta:
        model = ContratDeVille
        fields = (
            "recherche",
            "region",
            "departement",
            "perimetre",
            "protocole",
            "etat",
            "au",
            "tri",
        )
        form = FiltreForm

    def filtrer_departement(self, queryset, nom, departement):
        return queryset.touchant([departement.pk])

    def filtrer_protocole(self, queryset, nom, avancement):
        le = self.form.date
        if avancement == "a-signer":
            return queryset.a_signer(le)
        return queryset.au_stade(avancement, le)

    def filtrer_etat(self, queryset, nom, etat):
        if etat == "reunis":
            return queryset.exclude(reuni_dans=None)
        en_vigueur = queryset.en_vigueur(self.form.date)
        if etat == "en-vigueur":
            return en_vigueur
        return queryset.filter(reuni_dans=None).exclude(pk__in=en_vigueur.values("pk"))


class DuContratFilter(ChercheFilter):
    """Socle des filtres sur ce qui dépend d'un contrat."""

    departement = DepartementFilter(method="filtrer_departement")

    filtrer_departement = ContratFilter.filtrer_departement


class EngagementFilter(DuContratFilter):
    region = RegionFilter(field_name="protocole__contrat__departement__region")
    contrat = django_filters.ModelChoiceFilter(
        field_name="protocole__contrat",
        queryset=contrats_visibles,
        label="Contrat",
        empty_label="Tous",
    )
    partie = django_filters.ChoiceFilter(
        choices=Engagement.Partie, label="Partie", empty_label="Toutes"
    )
    domaine = django_filters.ModelChoiceFilter(
        queryset=Domaine.objects.all(), label="Domaine", empty_label="Tous"
    )
    mesure = django_filters.ModelChoiceFilter(
        field_name="mesures",
        to_field_name="code",
        queryset=Mesure.objects.all(),
        label="Mesure déclinée",
        empty_label="Toutes",
    )
    dijon = django_filters.ModelChoiceFilter(
        field_name="engagement_dijon",
        queryset=EngagementDijon.objects.select_related("domaine"),
        label="Engagement de Dijon",
        empty_label="Tous",
    )
    etat = django_filters.ChoiceFilter(
        method="filtrer_etat",
        choices=[
            ("en-vigueur", "En vigueur, sauf abandonnés"),
            ("en-retard", "En retard"),
            *Engagement.Etat.choices,
        ],
        label="État",
        empty_label="Tous",
    )
    au = ADateFilter()
    tri = TriFilter(
        label="Tri",
        empty_label="Domaine",
        fields=(("echeance_le", "echeance"), ("protocole__contrat__nom", "contrat")),
        choices=[("echeance", "Échéance la plus proche"), ("contrat", "Contrat")],
    )

    class Meta:
        model = Engagement
        fields = (
            "recherche",
            "region",
            "departement",
            "contrat",
            "partie",
            "domaine",
            "mesure",
            "dijon",
            "etat",
            "au",
            "tri",
        )
        form = FiltreForm

    def filtrer_etat(self, queryset, nom, etat):
        le = self.form.date
        if etat == "en-vigueur":
            return queryset.en_vigueur(le)
        return queryset.en_retard(le) if etat == "en-retard" else queryset.filter(etat=etat)


class ProjetFilter(DuContratFilter):
    contrat = django_filters.ModelChoiceFilter(
        queryset=contrats_visibles, label="Contrat", empty_label="Tous"
    )
    nature = django_filters.ChoiceFilter(
        choices=GrandProjet.Nature, label="Nature", empty_label="Toutes"
    )
    tri = TriFilter(
        label="Tri",
        empty_label="Contrat",
        fields=(("nom", "nom"), ("fin_le", "fin"), ("cout", "cout")),
        choices=[("nom", "Nom"), ("fin", "Fin la plus proche"), ("-cout", "Coût le plus élevé")],
    )

    class Meta:
        model = GrandProjet
        fields = ("recherche", "departement", "contrat", "nature", "tri")
        form = FiltreForm


class CibleFilter(MesureFilter):
    departement = DepartementFilter()
    contrat = django_filters.ModelChoiceFilter(
        queryset=contrats_visibles, label="Contrat", empty_label="Tous"
    )
    tri = TriFilter(
        label="Tri",
        empty_label="Département",
        fields=(("echeance_le", "echeance"), ("indicateur__rang", "indicateur")),
        choices=[("echeance", "Échéance la plus proche"), ("indicateur", "Indicateur")],
    )

    class Meta:
        model = CibleTerritoriale
        fields = ("recherche", "departement", "contrat", "mesure", "tri")
        form = FiltreForm


class EngagementNationalFilter(ChercheFilter):
    convention = django_filters.ModelChoiceFilter(
        queryset=ConventionNationale.objects.all(),
        to_field_name="rang",
        label="Convention",
        empty_label="Toutes",
    )
    chiffre = django_filters.ChoiceFilter(
        method="filtrer_chiffre",
        label="Objectif chiffré",
        choices=[("oui", "Avec un objectif chiffré"), ("non", "Sans")],
        empty_label="Indifférent",
    )
    contrat = django_filters.ModelChoiceFilter(
        method="garder_tout",
        queryset=contrats_modifiables,
        label="Reprendre dans le contrat",
        empty_label="Choisir un contrat",
    )
    tri = TriFilter(
        label="Tri",
        empty_label="Convention",
        fields=(("convention__signee_le", "signature"),),
        choices=[("-signature", "Signature la plus récente")],
    )

    class Meta:
        model = EngagementNational
        fields = ("recherche", "convention", "chiffre", "tri", "contrat")
        form = FiltreForm

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.request.user.codes_departements_modifiables:
            del self.filters["contrat"]

    def garder_tout(self, queryset, nom, contrat):
        # Le contrat ne filtre rien : il dit où mènent les liens « Reprendre ».
        return queryset

    def filtrer_chiffre(self, queryset, nom, valeur):
        return queryset.filter(cible="") if valeur == "non" else queryset.exclude(cible="")
