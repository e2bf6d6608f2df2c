from django.apps import AppConfig


class RemonteesConfig(AppConfig):
    name = "remontees"
    verbose_name = "Remontées"

    def ready(self):
        from . import envois  # noqa: F401  (écoute la file des courriels)
