"""Importe les PRU de quartiers connus."""

from quartiers.models import ImportQuartiers

from ..commande import ImporterQuartiersCommand


class Command(ImporterQuartiersCommand):
    help = "Importe les projets de renouvellement urbain (code_qp, pru), tout ou rien."
    genre = ImportQuartiers.Genre.PRU
