from django.apps import AppConfig


class ContratsConfig(AppConfig):
    name = "contrats"
    verbose_name = "Contrats de ville et synthèses"

    def ready(self):
        from remontees import registre

        from . import obligations
        from .models import Synthese

        registre.inscrire(Synthese)
        registre.inscrire_obligation(obligations.PROTOCOLES)
        registre.inscrire_obligation(obligations.COLLEGE)
