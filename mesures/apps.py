from django.apps import AppConfig


class MesuresConfig(AppConfig):
    name = "mesures"
    verbose_name = "Mesures de la feuille de route"

    def ready(self):
        from . import passation  # noqa: F401
