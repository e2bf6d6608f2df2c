from django.apps import AppConfig


class NationalConfig(AppConfig):
    name = "national"
    verbose_name = "Tableau national"

    def ready(self):
        from socle.rubriques import inscrire

        from .recherche import RUBRIQUE

        inscrire(RUBRIQUE)
