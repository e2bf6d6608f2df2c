"""Les exemples et les contacts dans l'administration, avec leur historique."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from .models import ContactCget, Exemple


@admin.register(Exemple)
class ExempleAdmin(SimpleHistoryAdmin):
    list_display = ["__str__", "departement", "etat", "propose_le"]
    list_filter = ["etat", "departement__region"]
    list_select_related = ["departement"]
    readonly_fields = ["etat", "publie_le"]


@admin.register(ContactCget)
class ContactCgetAdmin(SimpleHistoryAdmin):
    list_display = ["nom", "courriel", "telephone"]
