"""Le dictionnaire des données suit les modèles."""

from django.conf import settings

from donnees.dictionnaire import dictionnaire


def test_le_dictionnaire_publie_suit_les_modeles():
    publie = (settings.BASE_DIR / "docs" / "dictionnaire.md").read_text(encoding="utf-8")
    assert publie == dictionnaire(), "manage.py dictionnaire > docs/dictionnaire.md"
