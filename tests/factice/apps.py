from django.apps import AppConfig


class FacticeConfig(AppConfig):
    name = "tests.factice"
    label = "factice"

    def ready(self):
        from remontees import registre

        from .models import Rapport

        registre.inscrire(Rapport)
