"""Envoie les relances du jour ; à lancer chaque matin (voir docs/exploitation.md)."""

from django.core.management.base import BaseCommand

from remontees.relances import relancer


class Command(BaseCommand):
    help = "Envoie à chaque personne un courriel de ce que sa préfecture doit encore."

    def add_arguments(self, parser):
        parser.add_argument("--simulation", action="store_true", help="dit sans envoyer")

    def handle(self, simulation, **options):
        envois = relancer(simulation=simulation)
        for envoi in envois:
            dues = ", ".join(due.libelle for due, _ in envoi.lignes)
            self.stdout.write(f"{envoi.utilisateur} : {dues}")
        verbe = "à envoyer" if simulation else "envoyé(s)"
        self.stdout.write(f"{len(envois)} courriel(s) {verbe}.")
