"""Oublie les traces dont la durée de conservation est passée (voir docs/rgpd.md)."""

from donnees.retention import a_oublier, fichiers_a_oublier, oublier
from socle.commandes import CommandeReguliere
from socle.francais import compter


class Command(CommandeReguliere):
    help = (
        "Supprime sessions, dépôts, journaux et versions plus vieux que leur durée de conservation."
    )

    def add_arguments(self, parser):
        parser.add_argument("--simulation", action="store_true", help="dit sans supprimer")

    def handle(self, simulation, **options):
        if simulation:
            requetes = [*a_oublier(), *fichiers_a_oublier()]
            comptes = [(libelle, objets.count()) for libelle, objets in requetes]
        else:
            comptes = oublier()
        for libelle, nombre in comptes:
            if nombre:
                self.stdout.write(f"{libelle} : {nombre}")
        traces = compter(sum(nombre for _, nombre in comptes), "trace")
        self.stdout.write(f"{'À supprimer' if simulation else 'Suppression faite'} : {traces}.")
