"""Importe la table de correspondance entre les quartiers de 2015 et ceux de 2024."""

from quartiers.models import ImportQuartiers

from ..commande import ImporterQuartiersCommand


class Command(ImporterQuartiersCommand):
    help = "Importe la correspondance des quartiers de 2015 et de 2024, tout ou rien."
    genre = ImportQuartiers.Genre.CORRESPONDANCE
