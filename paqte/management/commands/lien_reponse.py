"""Imprime le lien d'une entreprise : en démonstration, aucun courriel ne le porte."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from paqte.demandes import adresse_du_lien
from paqte.models import Convention, Demande
from remontees.periodes import Semestre


class Command(BaseCommand):
    help = "Imprime le lien par lequel une entreprise répond (en démonstration seulement)."

    def add_arguments(self, parser):
        parser.add_argument("convention", type=int, help="numéro de la convention")
        parser.add_argument("semestre", help="par exemple 2019-s1")

    def handle(self, convention, semestre, **options):
        if not settings.DEMO:
            raise CommandError(
                "Cette commande ne sert qu’en démonstration (DEMO=1) : ailleurs, le lien ne va "
                "qu’à l’entreprise, par courriel."
            )
        trouvee = Convention.objects.filter(pk=convention).first()
        if trouvee is None:
            raise CommandError(f"La convention {convention} n’existe pas.")
        try:
            semestre = Semestre.lire(semestre)
        except ValueError as erreur:
            raise CommandError(str(erreur)) from erreur
        if semestre not in trouvee.semestres():
            raise CommandError(f"Cette convention n’a rien à dire du {semestre.libelle}.")
        demande, secret = Demande.demander(trouvee, semestre)
        if not demande.est_vivante:
            raise CommandError("Ce lien ne s’ouvrirait pas : réponse prise, ou bilan transmis.")
        self.stdout.write(adresse_du_lien(secret))
