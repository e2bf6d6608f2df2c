from django.apps import AppConfig


class QuartiersConfig(AppConfig):
    name = "quartiers"
    verbose_name = "Quartiers prioritaires"

    def ready(self):
        from . import bornes  # noqa: F401  (s'inscrit auprès de Django)
