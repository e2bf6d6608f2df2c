"""Charge des données de démonstration, générées et marquées comme telles."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from donnees import demo


class Command(BaseCommand):
    help = "Charge des données de démonstration (avec DEMO=1) ; ne refait rien si elles y sont."

    def add_arguments(self, parser):
        parser.add_argument(
            "--echelle",
            type=float,
            default=0.1,
            help="Part de la taille nationale : 1 donne 103 territoires, 1 514 QPV par liste, "
            "2 200 conventions et 6 semestres de résultats (défaut : 0.1).",
        )

    def handle(self, echelle, **options):
        if not settings.DEMO:
            raise CommandError(
                "Le portail n’est pas en démonstration : réglez DEMO=1 sur une base à part."
            )
        if not 0 < echelle <= 1:
            raise CommandError("L’échelle va de 0 (exclu) à 1, la taille nationale.")
        if demo.est_chargee():
            self.stdout.write("Les données de démonstration sont déjà chargées.")
            return
        for nom, nombre in demo.charger(echelle).items():
            self.stdout.write(f"{nom} : {nombre}")
