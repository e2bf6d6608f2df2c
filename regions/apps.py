from django.apps import AppConfig


class RegionsConfig(AppConfig):
    name = "regions"
    verbose_name = "Synthèses régionales"

    def ready(self):
        from remontees import registre

        from .models import SyntheseRegionale

        registre.inscrire(SyntheseRegionale)
