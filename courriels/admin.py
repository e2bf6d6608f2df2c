"""Les courriels dans l'administration, et ce que django-q2 y mettait, qui n'y est plus."""

from django.contrib import admin
from django_q.admin import OrmQ, Schedule
from django_q.models import Failure, Success

from socle.admin import EnLectureSeuleAdmin

from .models import Courriel

# Une « tâche planifiée » exécute n'importe quelle fonction, au nom du compte qui sert le portail.
admin.site.unregister([Schedule, OrmQ, Success, Failure])


@admin.register(Courriel)
class CourrielAdmin(EnLectureSeuleAdmin):
    """À qui et quand, jamais le texte : une invitation porte un lien secret."""

    list_display = ["sujet", "ajoute_le", "essais", "prochain_essai_le", "envoye_le"]
    list_filter = [("envoye_le", admin.EmptyFieldListFilter)]
    actions = ["relancer"]
    fields = readonly_fields = [
        "sujet",
        "destinataires",
        "identifiant",
        "ajoute_le",
        "essais",
        "prochain_essai_le",
        "envoye_le",
        "erreur",
    ]

    @admin.action(description="Essayer de nouveau les courriels abandonnés", permissions=["view"])
    def relancer(self, request, courriels):
        nombre = courriels.relancer()
        self.message_user(request, f"Courriels remis en file : {nombre}.")
