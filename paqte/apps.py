from django.apps import AppConfig


class PaqteConfig(AppConfig):
    name = "paqte"
    verbose_name = "PAQTE"

    def ready(self):
        from remontees import documents, registre
        from socle.rubriques import inscrire

        from . import obligations
        from .models import Bilan, Convention, ReunionComite
        from .recherche import RUBRIQUE

        registre.inscrire(Bilan)
        registre.inscrire_obligation(obligations.REFERENT)
        registre.inscrire_obligation(obligations.CHARTES)
        registre.inscrire_obligation(obligations.COMITE)
        inscrire(RUBRIQUE)
        documents.inscrire("convention", Convention)
        documents.inscrire("reunion", ReunionComite)
