"""Importe une liste officielle de QPV ; le même moteur que la page d'import."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from quartiers import imports
from quartiers.lecture import lire_quartiers
from quartiers.models import ImportQuartiers
from socle.imports.lecture import TAILLE_MAXIMALE, FichierRefuse


class Command(BaseCommand):
    help = "Importe une liste officielle de QPV ou une table de l’INSEE, tout ou rien."

    def add_arguments(self, parser):
        parser.add_argument("fichier", type=Path)
        parser.add_argument(
            "--simulation", action="store_true", help="montre l’effet sans rien écrire"
        )
        parser.add_argument(
            "--retraits",
            action="store_true",
            help="confirme un retrait massif de quartiers absents de la liste",
        )

    def handle(self, fichier, simulation, retraits, **options):
        try:
            with fichier.open("rb") as flux:
                liste = lire_quartiers(flux.read(TAILLE_MAXIMALE + 1), fichier.name)
        except (OSError, FichierRefuse) as erreur:
            raise CommandError(f"Fichier refusé : {erreur}") from erreur
        apercu = imports.analyser_quartiers(liste)
        for refus in apercu.refus:
            self.stderr.write(f"ligne {refus.ligne}, {refus.colonne} : {refus.motif}")
        if apercu.refus:
            raise CommandError(f"{len(apercu.refus)} refus : rien n’est importé.")
        if apercu.retraits_suspects and not (retraits or simulation):
            raise CommandError(
                f"{len(apercu.absents)} quartiers seraient retirés : la liste est-elle complète ? "
                "Si oui, ajoutez --retraits."
            )
        if not simulation:
            apercu = imports.appliquer_quartiers(liste, ImportQuartiers())
        comptes = ", ".join(
            f"{ImportQuartiers._meta.get_field(nom).verbose_name} : {nombre}"
            for nom, nombre in apercu.comptes().items()
        )
        self.stdout.write(f"{'Simulation' if simulation else 'Import'} ; {comptes}")
