from django.apps import AppConfig


class MesuresConfig(AppConfig):
    name = "mesures"
    verbose_name = "Mesures de la feuille de route"

    def ready(self):
        from socle.rubriques import inscrire

        from . import passation, relances  # noqa: F401
        from .recherche import RUBRIQUE

        inscrire(RUBRIQUE)
