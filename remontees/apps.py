from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class RemonteesConfig(AppConfig):
    name = "remontees"
    verbose_name = "Remontées"

    def ready(self):
        from socle.rubriques import inscrire

        from . import envois, garde  # noqa: F401  (envois écoute la file des courriels)
        from .recherche import RUBRIQUE

        inscrire(RUBRIQUE)
        pre_migrate.connect(garde.retirer, sender=self)
        post_migrate.connect(garde.poser, sender=self)
