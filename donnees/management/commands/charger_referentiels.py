"""Charge ou met à jour les données de référence ; peut être lancée autant de fois qu'on veut."""

from django.core.management.base import BaseCommand

from donnees import referentiels


class Command(BaseCommand):
    help = "Charge ou met à jour territoires, PAQTE, mesures et engagements (idempotente)."

    def handle(self, **options):
        for nom, nombre in referentiels.charger_referentiels().items():
            self.stdout.write(f"{nom} : {nombre}")
