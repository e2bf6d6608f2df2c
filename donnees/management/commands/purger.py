"""Oublie les traces dont la durée de conservation est passée (voir docs/rgpd.md)."""

from django.core.management.base import BaseCommand

from donnees.retention import a_oublier, oublier


class Command(BaseCommand):
    help = (
        "Supprime sessions, dépôts, journaux et versions plus vieux que leur durée de conservation."
    )

    def add_arguments(self, parser):
        parser.add_argument("--simulation", action="store_true", help="dit sans supprimer")

    def handle(self, simulation, **options):
        if simulation:
            comptes = [(libelle, objets.count()) for libelle, objets in a_oublier()]
        else:
            comptes = oublier()
        for libelle, nombre in comptes:
            if nombre:
                self.stdout.write(f"{libelle} : {nombre}")
        verbe = "à supprimer" if simulation else "supprimée(s)"
        self.stdout.write(f"{sum(nombre for _, nombre in comptes)} trace(s) {verbe}.")
