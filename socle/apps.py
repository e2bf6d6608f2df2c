from django.apps import AppConfig


class SocleConfig(AppConfig):
    name = "socle"
    verbose_name = "Outils communs"

    def ready(self):
        from . import bornes, controles, ordre  # noqa: F401  (s'inscrivent auprès de Django)

        ordre.brancher(self)
