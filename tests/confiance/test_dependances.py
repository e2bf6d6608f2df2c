"""Les dépendances : contrôlées sans jamais taire ce qui ne l'a pas été, et toutes nommées."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

from outils.auditer import dire

SAINE = {"name": "django", "version": "5.2", "vulns": []}
INCONNUE = {"name": "interne", "skip_reason": "introuvable"}
FAILLE = {"id": "CVE-1", "fix_versions": ["5.3"]}


def test_sans_base_des_failles_rien_n_est_dit_controle(capsys):
    for dependances in (None, [INCONNUE]):
        assert dire("requirements.txt", dependances) == 0
        assert "n'est PAS contrôlé" in capsys.readouterr().out


def test_une_faille_connue_fait_echouer_et_dit_la_version_corrigee(capsys):
    assert dire("requirements.txt", [SAINE | {"vulns": [FAILLE]}]) == 1
    assert "FAILLE CVE-1 : django 5.2 (5.3)" in capsys.readouterr().out


def test_une_dependance_non_controlee_est_nommee(capsys):
    assert dire("requirements.txt", [SAINE, INCONNUE]) == 0
    sortie = capsys.readouterr().out
    assert "pas contrôlées : interne." in sortie
    assert "1 contrôlées, 0 failles" in sortie


@pytest.mark.long
def test_la_nomenclature_nomme_chaque_dependance_de_production():
    sortie = subprocess.run(
        [sys.executable, "-m", "cyclonedx_py", "requirements", "requirements.txt"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    nomenclature = json.loads(sortie.stdout)
    exigences = (settings.BASE_DIR / "requirements.txt").read_text().splitlines()
    voulues = {ligne.split("==")[0].lower() for ligne in exigences if "==" in ligne}
    assert nomenclature["bomFormat"] == "CycloneDX"
    assert {c["name"].lower() for c in nomenclature["components"]} == voulues
