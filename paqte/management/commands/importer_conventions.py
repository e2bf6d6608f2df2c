"""Importe les conventions d'une préfecture ; le même moteur que la page d'import."""

from django.core.management.base import CommandError

from paqte.conventions import analyser_conventions, appliquer_conventions
from paqte.lecture import lire_conventions
from paqte.models import ImportConventions
from quartiers.models import Departement
from socle.imports.commande import ImporterCommand


class Command(ImporterCommand):
    help = (
        "Importe entreprises, conventions, cibles et résultats passés d’un tableau de préfecture, "
        "tout ou rien."
    )

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--departement", required=True, help="code INSEE : 59, 2A, 971")

    def handle(self, fichier, simulation, departement, **options):
        departement = Departement.objects.filter(code=departement.upper()).first()
        if not departement:
            raise CommandError("Ce département n’existe pas.")
        liste = self.lire(fichier, lire_conventions)
        apercu = analyser_conventions(liste, departement)
        self.exposer(apercu)
        journal = ImportConventions(departement=departement)
        if not simulation:
            apercu = appliquer_conventions(liste, journal)
        self.conclure(apercu, journal, simulation=simulation)
