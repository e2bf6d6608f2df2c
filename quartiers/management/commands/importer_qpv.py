"""Importe une liste officielle de QPV, ou leurs chiffres."""

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from quartiers.forms.imports import DepotDeQuartiersForm
from quartiers.models import ImportQuartiers

from ..commande import ImporterQuartiersCommand


class Command(ImporterQuartiersCommand):
    help = "Importe une liste officielle de QPV ou une table de l’INSEE, tout ou rien."
    genre = ImportQuartiers.Genre.LISTE

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--chiffres-au", help="date des chiffres que donne le fichier (AAAA-MM-JJ)"
        )
        parser.add_argument("--source", default="", help="source de ces chiffres")

    def completer(self, liste, chiffres_au=None, source="", **options):
        if liste.a_des_chiffres and not chiffres_au:
            raise CommandError(
                "Ce fichier donne des chiffres : dites de quand ils datent par --chiffres-au."
            )
        try:
            liste.chiffres_au = DepotDeQuartiersForm.base_fields["chiffres_au"].clean(chiffres_au)
        except ValidationError as erreur:
            raise CommandError(f"--chiffres-au : {' '.join(erreur.messages)}") from erreur
        liste.source = source
