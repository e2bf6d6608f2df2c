"""manage.py schemas docs/schemas : écrit le schéma JSON de chaque format figé."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand

from remontees import registre


def schemas_publies():
    """Rend {nom du fichier: texte} des schémas de tous les formats de toutes les remontées."""
    return {
        f"{modele.genre}-{numero}.json": json.dumps(
            format_.schema_json(), ensure_ascii=False, indent=2
        )
        + "\n"
        for modele in registre.remontees()
        for numero, format_ in modele.formats.items()
    }


class Command(BaseCommand):
    help = "Écrit dans un dossier le schéma JSON de chaque format de remontée."

    def add_arguments(self, parser):
        parser.add_argument("dossier", type=Path)

    def handle(self, dossier, **options):
        for nom, texte in schemas_publies().items():
            (dossier / nom).write_text(texte, encoding="utf-8")
