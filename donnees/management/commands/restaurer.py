"""Rétablit la base depuis une sauvegarde (voir docs/exploitation.md)."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from donnees.sauvegarde import SauvegardeImpossible, restaurer


class Command(BaseCommand):
    help = "Rétablit une base vide depuis un fichier de « sauvegarder », après contrôle."

    def add_arguments(self, parser):
        parser.add_argument("fichier", type=Path)
        parser.add_argument(
            "--remplacer", action="store_true", help="remplace ce que la base contient déjà"
        )

    def handle(self, fichier, remplacer, **options):
        try:
            restaurer(fichier, remplacer=remplacer)
        except SauvegardeImpossible as erreur:
            raise CommandError(f"Rien n’est changé. {erreur}") from erreur
        self.stdout.write("La base est rétablie. Lancez verifier_integrite.")
