"""La liste de l'OWASP : chaque exigence des niveaux 1 et 2 y a son état, une fois."""

import re
from collections import Counter

import pytest
from django.conf import settings

# Combien d'exigences des niveaux 1 et 2 a chaque section de l'ASVS 5.0.0 ; elles se suivent.
SECTIONS = """
V1.1 2, V1.2 9, V1.3 11, V1.4 3, V1.5 2, V2.1 3, V2.2 3, V2.3 4, V2.4 1, V3.2 2, V3.3 4, V3.4 6,
V3.5 5, V3.7 2, V4.1 3, V4.2 1, V4.3 2, V4.4 4, V5.1 1, V5.2 3, V5.3 2, V5.4 3, V6.1 3, V6.2 12,
V6.3 4, V6.4 4, V6.5 5, V6.6 3, V6.8 4, V7.1 3, V7.2 4, V7.3 2, V7.4 5, V7.5 2, V7.6 2, V8.1 2,
V8.2 3, V8.3 1, V8.4 1, V9.1 3, V9.2 4, V10.1 2, V10.2 2, V10.3 4, V10.4 11, V10.5 5, V10.6 2,
V10.7 3, V11.1 2, V11.2 3, V11.3 3, V11.4 4, V11.5 1, V11.6 1, V12.1 3, V12.2 2, V12.3 4, V13.1 1,
V13.2 5, V13.3 2, V13.4 5, V14.1 2, V14.2 4, V14.3 3, V15.1 3, V15.2 3, V15.3 7, V16.1 1, V16.2 5,
V16.3 4, V16.4 3, V16.5 3, V17.1 1, V17.2 4, V17.3 2
"""
LIGNE = re.compile(r"^\| (V[^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


@pytest.fixture
def lignes():
    """[(exigences, état, commentaire)] du tableau."""
    return LIGNE.findall((settings.BASE_DIR / "docs/asvs.md").read_text())


def exigences(cellule):
    """Donne les exigences d'une cellule : « V1.1.1, V2.1.1 à V2.1.3 »."""
    for plage in cellule.split(", "):
        premiere, _, derniere = plage.partition(" à ")
        section, debut = premiere.rsplit(".", 1)
        fin = derniere.rsplit(".", 1)[1] if derniere else debut
        assert not derniere or derniere.startswith(f"{section}.")
        for numero in range(int(debut), int(fin) + 1):
            yield f"{section}.{numero}"


def test_chaque_exigence_est_la_une_fois(lignes):
    attendues = {
        f"{section}.{numero}"
        for section, nombre in re.findall(r"(V[\d.]+) (\d+)", SECTIONS)
        for numero in range(1, int(nombre) + 1)
    }
    citees = Counter(e for cellule, _, _ in lignes for e in exigences(cellule))
    assert set(citees) == attendues
    assert {exigence for exigence, fois in citees.items() if fois > 1} == set()


def test_chacune_a_un_des_trois_etats_et_sa_raison(lignes):
    assert {etat for _, etat, _ in lignes} == {"tenu", "pas tenu", "pas à nous"}
    assert all(len(raison) > 10 for _, _, raison in lignes)
