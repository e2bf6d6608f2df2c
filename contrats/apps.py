from django.apps import AppConfig


class ContratsConfig(AppConfig):
    name = "contrats"
    verbose_name = "Contrats de ville et synthèses"

    def ready(self):
        from remontees import documents, publics, registre
        from socle.rubriques import inscrire

        from . import obligations
        from .fiche import imprimer_la_fiche
        from .models import College, GrandProjet, Protocole, Synthese
        from .recherche import RUBRIQUE

        registre.inscrire(Synthese)
        registre.inscrire_obligation(obligations.PROTOCOLES)
        registre.inscrire_obligation(obligations.COLLEGE)
        inscrire(RUBRIQUE)
        documents.inscrire("protocole", Protocole)
        documents.inscrire("college", College)
        publics.inscrire("projet", GrandProjet, "contrats/projet_public.html", imprimer_la_fiche)
