from django.apps import AppConfig


class PartageConfig(AppConfig):
    name = "partage"
    verbose_name = "Exemples, journées et contacts"

    def ready(self):
        from . import passation  # noqa: F401
