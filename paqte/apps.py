from django.apps import AppConfig


class PaqteConfig(AppConfig):
    name = "paqte"
    verbose_name = "PAQTE"
