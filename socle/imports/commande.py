"""Importer en ligne de commande : le même moteur que la page, le compte rendu ligne à ligne."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ..francais import compter
from .lecture import TAILLE_MAXIMALE, FichierRefuse


class ImporterCommand(BaseCommand):
    """Socle des commandes d'import d'un fichier, tout ou rien ; sortie 1 s'il est refusé."""

    def add_arguments(self, parser):
        parser.add_argument("fichier", type=Path)
        parser.add_argument(
            "--simulation", action="store_true", help="montre l’effet sans rien écrire"
        )

    def lire(self, fichier, lire_liste):
        """Rend la `Liste` du fichier. Lève CommandError."""
        try:
            with fichier.open("rb") as flux:
                return lire_liste(flux.read(TAILLE_MAXIMALE + 1), fichier.name)
        except (OSError, FichierRefuse) as erreur:
            raise CommandError(f"Fichier refusé : {erreur}") from erreur

    def exposer(self, apercu):
        """Écrit ce qui est refusé et ce qui se relit. Lève CommandError si l'import est refusé."""
        for refus in apercu.refus:
            objet = f" ({refus.objet})" if refus.objet else ""
            self.stderr.write(f"ligne {refus}{objet}, {refus.colonne} : {refus.motif}")
        for point in apercu.a_verifier:
            self.stderr.write(f"à vérifier : {point}")
        if apercu.refus:
            raise CommandError(
                f"{compter(apercu.lignes_refusees, 'ligne refusée')} : rien n’est importé."
            )

    def conclure(self, apercu, journal, *, simulation):
        """Écrit les comptes de l'import."""
        comptes = ", ".join(
            f"{journal._meta.get_field(nom).verbose_name} : {nombre}"
            for nom, nombre in apercu.comptes().items()
        )
        self.stdout.write(f"{'Simulation' if simulation else 'Import'} ; {comptes}")
