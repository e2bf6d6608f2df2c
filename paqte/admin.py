"""Le PAQTE dans l'administration : référentiel modifiable, saisies avec leur historique."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from socle.admin import EnLectureSeuleAdmin

from .models import (
    AutreReferent,
    Axe,
    Bilan,
    Charte,
    Convention,
    Entreprise,
    Indicateur,
    Organisation,
    Partenaire,
    Referent,
    ReunionComite,
)


@admin.register(Axe)
class AxeAdmin(admin.ModelAdmin):
    list_display = ["rang", "nom", "objectif"]
    list_display_links = ["nom"]


@admin.register(Indicateur)
class IndicateurAdmin(admin.ModelAdmin):
    list_display = ["libelle", "axe", "unite", "rang", "source"]
    list_filter = ["axe"]
    list_select_related = ["axe"]


@admin.register(Referent, AutreReferent, Organisation, ReunionComite, Partenaire)
class AnimationAdmin(SimpleHistoryAdmin):
    list_display = ["__str__", "departement"]
    list_filter = ["departement__region"]
    list_select_related = ["departement"]


@admin.register(Entreprise)
class EntrepriseAdmin(SimpleHistoryAdmin):
    list_display = ["nom", "siren", "taille", "departement"]
    list_filter = ["taille"]
    list_select_related = ["departement"]
    search_fields = ["nom", "siren"]


@admin.register(Convention)
class ConventionAdmin(SimpleHistoryAdmin):
    list_display = ["entreprise", "date_signature", "date_fin", "issue_charte"]
    list_filter = ["issue_charte", "france_une_chance"]
    list_select_related = ["entreprise"]
    search_fields = ["entreprise__nom", "entreprise__siren"]
    raw_id_fields = ["entreprise"]


@admin.register(Charte)
class CharteAdmin(SimpleHistoryAdmin):
    list_display = ["entreprise", "fin_le", "sans_suite"]
    list_select_related = ["entreprise"]
    raw_id_fields = ["entreprise"]


@admin.register(Bilan)
class BilanAdmin(EnLectureSeuleAdmin):
    """Où en est chaque bilan ; son texte n'est pas ici : un brouillon reste à sa préfecture."""

    list_display = fields = ["departement", "periode", "etat", "modifie_le", "modifie_par"]
    list_filter = ["periode", "etat"]
    list_select_related = ["departement", "modifie_par"]
