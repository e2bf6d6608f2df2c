from django.apps import AppConfig


class QuartiersConfig(AppConfig):
    name = "quartiers"
    verbose_name = "Quartiers prioritaires"

    def ready(self):
        from socle.rubriques import inscrire

        from .recherche import RUBRIQUE

        inscrire(RUBRIQUE)
