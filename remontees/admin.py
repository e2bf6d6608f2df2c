"""Les campagnes et les courriels dans l'administration."""

from django.contrib import admin
from mailer.admin import MessageAdmin, show_subject, show_to
from mailer.models import Message

from .models import Campagne


@admin.register(Campagne)
class CampagneAdmin(admin.ModelAdmin):
    list_display = ["genre", "periode", "ouverture_le", "echeance_le"]
    list_filter = ["genre"]


admin.site.unregister(Message)


@admin.register(Message)
class CourrielEnFileAdmin(MessageAdmin):
    """Un courriel en file : à qui et quand, jamais son texte.

    Une invitation porte un lien secret, qui ouvrirait le compte d'une autre personne. Le journal
    des courriels partis n'en garde pas le texte (`MAILER_EMAIL_LOG_MESSAGE_DATA`).
    """

    fields = readonly_fields = [show_to, show_subject, "when_added", "priority", "retry_count"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
