"""docs/securite.md ne promet rien sans un test, et ce test existe."""

import re

from django.conf import settings

PREUVE = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def preuves():
    """Donne (fichier, test) pour chaque preuve nommée par la page."""
    return PREUVE.findall((settings.BASE_DIR / "docs/securite.md").read_text())


def test_chaque_test_nomme_existe():
    for fichier, test in preuves():
        assert f"def {test}(" in (settings.BASE_DIR / fichier).read_text(), f"{fichier}::{test}"


def test_chaque_promesse_nomme_sa_preuve():
    page = (settings.BASE_DIR / "docs/securite.md").read_text()
    lignes = [ligne for ligne in page.splitlines() if ligne.startswith("| ")][1:]
    assert len(lignes) > 20
    assert [ligne for ligne in lignes if not PREUVE.search(ligne)] == []
