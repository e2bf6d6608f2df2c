"""Territoires et journal des imports dans l'administration."""

from django.contrib import admin

from socle.admin import EnLectureSeuleAdmin

from .models import Departement, ImportQuartiers, Quartier, Region


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin):
    list_display = ["code", "nom"]
    search_fields = ["code", "nom"]


@admin.register(Departement)
class DepartementAdmin(admin.ModelAdmin):
    list_display = ["code", "nom", "region", "agents_transmettent"]
    list_filter = ["region", "agents_transmettent"]
    list_select_related = ["region"]
    search_fields = ["code", "nom"]


@admin.register(Quartier)
class QuartierAdmin(admin.ModelAdmin):
    """Les listes s'importent par la page du portail, même moteur et même aperçu."""

    change_list_template = "quartiers/admin_liste.html"
    list_display = ["code", "nom", "departement", "millesime", "population", "pru", "retire_le"]
    list_filter = ["millesime", "pru", "departement__region"]
    list_select_related = ["departement"]
    search_fields = ["code", "recherche"]

    def save_model(self, request, obj, form, change):
        # Ce qu'une personne dit ne vient plus des anciens quartiers : nul import ne le reprend.
        if "pru" in form.changed_data:
            obj.pru_repris = False
        super().save_model(request, obj, form, change)


@admin.register(ImportQuartiers)
class ImportQuartiersAdmin(EnLectureSeuleAdmin):
    list_display = [
        "fichier",
        "genre",
        "fait_le",
        "fait_par",
        "crees",
        "modifies",
        "inchanges",
        "retires",
    ]
    list_select_related = ["fait_par"]
    exclude = ["contenu", "effet"]

    def get_queryset(self, request):
        return super().get_queryset(request).faits()
