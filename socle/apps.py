from django.apps import AppConfig


class SocleConfig(AppConfig):
    name = "socle"
    verbose_name = "Outils communs"

    def ready(self):
        from . import bornes  # noqa: F401  (s'inscrit auprès de Django)
