"""Les fichiers de référence du portail, dans `fixtures/`."""

import csv

from django.conf import settings


def lire_texte(nom):
    """Rend le texte de `fixtures/textes/<nom>.md`, ou rien s'il n'y en a pas."""
    chemin = settings.BASE_DIR / "fixtures" / "textes" / f"{nom}.md"
    return chemin.read_text(encoding="utf-8") if chemin.exists() else ""


def lire_fixture(nom):
    """Rend les lignes de `fixtures/<nom>.csv`, en dictionnaires."""
    chemin = settings.BASE_DIR / "fixtures" / f"{nom}.csv"
    with chemin.open(encoding="utf-8", newline="") as fichier:
        return list(csv.DictReader(fichier, delimiter=";"))
