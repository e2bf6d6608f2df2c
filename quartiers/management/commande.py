"""La commande de chaque sorte d'import de quartiers : le même moteur que sa page."""

from django.core.management.base import CommandError

from socle.imports.commande import ImporterCommand

from ..models import ImportQuartiers
from ..sortes import SORTES


class ImporterQuartiersCommand(ImporterCommand):
    """Importe un fichier du `genre` de la commande, tout ou rien."""

    genre: str

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--retraits",
            action="store_true",
            help="confirme le retrait massif de ce que le fichier ne contient plus",
        )

    def handle(self, fichier, simulation, retraits, **options):
        sorte, journal = SORTES[self.genre], ImportQuartiers()
        liste = self.lire(fichier, sorte.lire)
        self.completer(liste, **options)
        apercu = sorte.analyser(liste)
        self.exposer(apercu)
        if apercu.retraits_suspects and not (retraits or simulation):
            raise CommandError(
                f"{len(apercu.absents)} seraient retirés : le fichier est-il complet ? "
                "Si oui, ajoutez --retraits."
            )
        if not simulation:
            apercu = sorte.appliquer(liste, journal)
        self.conclure(apercu, journal, simulation=simulation)
        self.stdout.write(f"PRU repris des anciens quartiers : {len(apercu.reprises)}")

    def completer(self, liste, **options):
        """Ajoute à la liste lue ce que dit la commande."""
