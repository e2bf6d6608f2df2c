"""Les bibliothèques qui ont des pages dans l'administration, sous un nom français."""

from axes.apps import AppConfig as AxesConfig
from django_otp.plugins.otp_static.apps import DefaultConfig as CodesConfig
from django_otp.plugins.otp_totp.apps import DefaultConfig as ApplicationConfig


class ConnexionsConfig(AxesConfig):
    default_auto_field = "django.db.models.AutoField"
    verbose_name = "Connexions"


class CodesDeSecoursConfig(CodesConfig):
    verbose_name = "Second facteur : codes de secours"


class ApplicationsConfig(ApplicationConfig):
    verbose_name = "Second facteur : applications"
