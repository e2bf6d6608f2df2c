"""Le cadre des mesures dans l'administration : classement et chefs de file s'y corrigent."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from .models import Indicateur, Mesure, Ministere, Thematique


@admin.register(Mesure)
class MesureAdmin(SimpleHistoryAdmin):
    list_display = ["code", "intitule", "thematique", "chef_de_file"]
    list_filter = ["thematique__programme", "chef_de_file"]
    list_select_related = ["thematique", "chef_de_file"]
    search_fields = ["code", "intitule"]


@admin.register(Indicateur)
class IndicateurAdmin(SimpleHistoryAdmin):
    list_display = ["code", "libelle", "nature", "unite", "cible"]
    list_filter = ["nature"]
    search_fields = ["code", "libelle"]


admin.site.register([Ministere, Thematique])
