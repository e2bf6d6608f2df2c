"""Passe d'un fichier SQLite à la base PostgreSQL des réglages (voir docs/exploitation.md)."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from donnees.reprise import RepriseImpossible, reprendre


class Command(BaseCommand):
    help = "Copie toutes les lignes d’un fichier SQLite dans cette base PostgreSQL, migrée et vide."

    def add_arguments(self, parser):
        parser.add_argument("fichier", type=Path)

    def handle(self, fichier, **options):
        try:
            nombre = reprendre(fichier)
        except RepriseImpossible as erreur:
            raise CommandError(f"Rien n’est repris. {erreur}") from erreur
        self.stdout.write(f"{nombre} lignes reprises. Lancez verifier_integrite.")
