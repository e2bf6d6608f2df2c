"""Ce que les administrations des salles partagent."""

from django.contrib import admin


class EnLectureSeuleAdmin(admin.ModelAdmin):
    """Ce que l'administration montre sans pouvoir y toucher."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
