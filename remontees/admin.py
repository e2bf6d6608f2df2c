"""Les campagnes dans l'administration."""

from django.contrib import admin

from .models import Campagne


@admin.register(Campagne)
class CampagneAdmin(admin.ModelAdmin):
    list_display = ["genre", "periode", "ouverture_le", "echeance_le"]
    list_filter = ["genre"]
