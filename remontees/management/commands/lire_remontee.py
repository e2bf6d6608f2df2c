"""manage.py lire_remontee FICHIER.pdf : relit et valide les données que porte un PDF transmis."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from remontees.relecture import PdfRefuse, relire


class Command(BaseCommand):
    help = "Relit un PDF transmis, vérifie qu’il est intact, et écrit ses données en JSON."

    def add_arguments(self, parser):
        parser.add_argument("fichier", type=Path)

    def handle(self, *args, fichier, **options):
        try:
            lecture = relire(fichier.read_bytes())
        except OSError as erreur:
            raise CommandError(f"{fichier} ne s’ouvre pas : {erreur.strerror}.") from erreur
        except PdfRefuse as refus:
            raise CommandError(str(refus)) from refus
        self.stderr.write(_qualifier(lecture))
        self.stdout.write(json.dumps(lecture.donnees, ensure_ascii=False, indent=2))


def _qualifier(lecture):
    if lecture.transmission:
        return "Version figée par ce portail."
    if lecture.est_intact:
        return "Document intact, venu d’ailleurs : ce portail ne l’a pas figé."
    return (
        "Document vérifié en partie, venu d’ailleurs : ses pages disent ce que disent ses données, "
        "mais ne portent pas leur empreinte. Ce qu’elles n’impriment pas n’est pas vérifié."
    )
