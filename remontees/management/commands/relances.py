"""Les courriels du matin : relances, campagnes qui s'ouvrent, courriel du jour de chacun.

À lancer chaque matin (voir docs/exploitation.md).
"""

from courriels.annonces import envoyer_les_resumes
from remontees.ouvertures import annoncer_les_campagnes
from remontees.relances import relancer
from socle.commandes import CommandeReguliere
from socle.francais import compter


class Command(CommandeReguliere):
    help = "Envoie à chaque personne un courriel de ce que sa préfecture doit encore."

    def add_arguments(self, parser):
        parser.add_argument("--simulation", action="store_true", help="dit sans envoyer")

    def handle(self, simulation, **options):
        envois = relancer(simulation=simulation)
        for envoi in envois:
            dues = ", ".join(due.libelle for due, _ in envoi.lignes)
            self.stdout.write(f"{envoi.nom} : {dues}")
        verbe = "À envoyer" if simulation else "Envoi fait"
        self.stdout.write(f"{verbe} : {compter(len(envois), 'courriel')}.")
        if not simulation:
            self.stdout.write(f"{compter(annoncer_les_campagnes(), 'annonce')} de campagne.")
            self.stdout.write(f"{compter(envoyer_les_resumes(), 'courriel')} du jour.")
