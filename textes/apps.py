from django.apps import AppConfig


class TextesConfig(AppConfig):
    name = "textes"
    verbose_name = "Textes de référence"

    def ready(self):
        from socle.rubriques import inscrire

        from .recherche import RUBRIQUE

        inscrire(RUBRIQUE)
