"""Les contrats dans l'administration : saisies avec leur historique, référentiels."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from .models import (
    CibleTerritoriale,
    College,
    ContratDeVille,
    ConventionNationale,
    Decision,
    Domaine,
    Engagement,
    EngagementDijon,
    EngagementNational,
    GrandProjet,
    PlanNational,
    Protocole,
)


@admin.register(ContratDeVille)
class ContratDeVilleAdmin(SimpleHistoryAdmin):
    list_display = ["nom", "departement", "perimetre", "fin_le"]
    list_filter = ["perimetre", "departement__region"]
    list_select_related = ["departement"]
    search_fields = ["nom", "porteur_nom"]


@admin.register(Engagement)
class EngagementAdmin(SimpleHistoryAdmin):
    list_display = ["texte", "protocole", "partie", "etat"]
    list_filter = ["partie", "etat", "domaine"]
    list_select_related = ["protocole__contrat"]
    raw_id_fields = ["protocole", "projet", "engagement_national"]


@admin.register(Protocole, GrandProjet)
class DuContratAdmin(SimpleHistoryAdmin):
    list_display = ["__str__", "contrat"]
    list_select_related = ["contrat"]
    raw_id_fields = ["contrat"]


@admin.register(CibleTerritoriale, College, Decision)
class DuDepartementAdmin(SimpleHistoryAdmin):
    list_display = ["__str__", "departement"]
    list_filter = ["departement"]


@admin.register(EngagementDijon)
class EngagementDijonAdmin(admin.ModelAdmin):
    list_display = ["numero", "texte", "domaine", "partie"]
    list_filter = ["domaine", "partie"]
    list_select_related = ["domaine"]


@admin.register(EngagementNational)
class EngagementNationalAdmin(admin.ModelAdmin):
    list_display = ["numero", "texte", "convention", "cible"]
    list_filter = ["convention"]
    list_select_related = ["convention"]
    search_fields = ["texte"]


admin.site.register([Domaine, ConventionNationale, PlanNational])
