from django.apps import AppConfig


class PartageConfig(AppConfig):
    name = "partage"
    verbose_name = "Exemples, journées et contacts"

    def ready(self):
        from comptes import portefeuille
        from remontees import publics
        from socle.rubriques import inscrire

        from . import passation  # noqa: F401
        from .impression import imprimer_en_public
        from .models import ContactCget, Exemple
        from .recherche import RUBRIQUES

        portefeuille.inscrire(ContactCget.objects)
        for rubrique in RUBRIQUES:
            inscrire(rubrique)
        publics.inscrire("exemple", Exemple, "partage/exemple_public.html", imprimer_en_public)
