"""Vérifie que rien de ce qui est figé n'a changé (voir docs/exploitation.md)."""

from django.core.management.base import CommandError

from donnees.integrite import fautes
from socle.commandes import CommandeReguliere
from socle.francais import compter


class Command(CommandeReguliere):
    help = "Relit chaque version transmise et chaque recueil : une ligne par faute, et code 1."

    def handle(self, **options):
        nombre = 0
        for faute in fautes():
            self.stdout.write(faute)
            nombre += 1
        if nombre:
            raise CommandError(f"{compter(nombre, 'faute')}.")
        self.stdout.write("Tout ce qui est figé est intact.")
