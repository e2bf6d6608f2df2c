"""Les documents disent vrai : commandes, réglages, images et liens existent."""

import re
from itertools import chain

import pytest
from django.conf import settings
from django.core.management import get_commands

RACINE = settings.BASE_DIR
DOCUMENTS = sorted(chain(RACINE.glob("*.md"), (RACINE / "docs").rglob("*.md")))
LANCEURS = sorted([RACINE / "Procfile", *(RACINE / "deploiement/systemd").glob("*.service")])
IMAGES = sorted((RACINE / "docs/images").glob("*.png"))
POIDS_MAXIMAL = 100_000


def par_chemin(chemin):
    return str(chemin.relative_to(RACINE))


@pytest.mark.parametrize("document", [*DOCUMENTS, *LANCEURS], ids=par_chemin)
def test_chaque_commande_nommee_existe(document):
    texte = document.read_text()
    cibles = set(re.findall(r"^([a-z]+):", (RACINE / "Makefile").read_text(), re.M))
    assert set(re.findall(r"(?:`|^|&& )make ([a-z]+)", texte, re.M)) <= cibles
    assert set(re.findall(r"manage\.py ([a-z_]+)", texte)) <= set(get_commands())
    assert set(re.findall(r"quartiers@([a-z_]+)", texte)) <= set(get_commands())


@pytest.mark.parametrize("document", DOCUMENTS, ids=par_chemin)
def test_chaque_lien_et_chaque_image_existent(document):
    liens = re.findall(r"\]\(([^)#:\s]+)[^)]*\)", document.read_text())
    assert [lien for lien in liens if not (document.parent / lien).exists()] == []


def test_chaque_reglage_du_portail_est_explique_et_chaque_reglage_explique_existe():
    lus = set(re.findall(r'env\.\w+\(\s*"(\w+)"', (RACINE / "config/settings.py").read_text()))
    exploitation = (RACINE / "docs/exploitation.md").read_text()
    lignes = [ligne.split("|")[1] for ligne in exploitation.splitlines() if ligne.startswith("| `")]
    expliques = set(re.findall(r"`([A-Z_]+)`", " ".join(lignes)))
    assert expliques <= lus
    rgpd = (RACINE / "docs/rgpd.md").read_text()
    internes = {"STATICFILES_BACKEND", "WHITENOISE_AUTOREFRESH"}
    assert {nom for nom in lus - expliques if f"`{nom}`" not in rgpd} == internes


def test_les_images_des_guides_sont_legeres_et_toutes_montrees():
    textes = "".join(document.read_text() for document in DOCUMENTS)
    assert 0 < len(IMAGES) <= 17
    for image in IMAGES:
        assert image.stat().st_size < POIDS_MAXIMAL, image.name
        assert f"images/{image.name}" in textes
