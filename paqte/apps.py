from django.apps import AppConfig


class PaqteConfig(AppConfig):
    name = "paqte"
    verbose_name = "PAQTE"

    def ready(self):
        from remontees import registre

        from . import obligations
        from .models import Bilan

        registre.inscrire(Bilan)
        registre.inscrire_obligation(obligations.REFERENT)
        registre.inscrire_obligation(obligations.CHARTES)
