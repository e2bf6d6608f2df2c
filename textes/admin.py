"""Les textes dans l'administration : un texte ajouté par erreur s'y supprime."""

from django.contrib import admin
from django.db import models
from simple_history.admin import SimpleHistoryAdmin

from .models import Texte


@admin.register(Texte)
class TexteAdmin(SimpleHistoryAdmin):
    list_display = ["titre", "numero", "signe_le"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    search_fields = ["titre", "numero"]
