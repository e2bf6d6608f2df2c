"""Sauvegarde toute la base dans un fichier (voir docs/exploitation.md)."""

from pathlib import Path

from django.core.management.base import CommandError

from donnees.sauvegarde import SauvegardeImpossible, sauvegarder
from socle.commandes import CommandeReguliere


class Command(CommandeReguliere):
    help = "Écrit la base, PDF transmis compris, dans un nouveau fichier du dossier donné."

    def add_arguments(self, parser):
        parser.add_argument("dossier", type=Path)

    def handle(self, dossier, **options):
        try:
            self.stdout.write(str(sauvegarder(dossier)))
        except (OSError, SauvegardeImpossible) as erreur:
            raise CommandError(f"Rien n’est sauvegardé. {erreur}") from erreur
