"""La grille d'audit du RGAA dit vrai, et la déclaration dit la grille."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from accueil.conformite import conformite

GRILLE = settings.BASE_DIR / "docs/rgaa.md"
# Combien de critères a chaque thème du RGAA 4.1.
THEMES = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)
# Ce qu'un premier relevé trouvait non conforme : le réparer, non le dire sans objet.
RELEVES = {"1.3", "1.6", "3.3", "7.5", "8.2", "10.7", "11.10", "12.1", "13.3"}


def test_la_grille_a_une_ligne_par_critere_dans_l_ordre():
    attendus = [f"{t}.{c}" for t, nombre in enumerate(THEMES, 1) for c in range(1, nombre + 1)]
    assert [critere.numero for critere in conformite().criteres] == attendus
    assert len(attendus) == 106


def test_chaque_critere_dit_ce_qui_l_etablit_et_chaque_test_nomme_existe():
    for critere in conformite().criteres:
        assert critere.preuve, critere.numero
    for chemin in re.findall(r"`(tests/[^`]+)`", GRILLE.read_text()):
        assert (settings.BASE_DIR / chemin).exists(), chemin


def test_rien_de_ce_qui_etait_a_reparer_n_est_dit_sans_objet():
    sans_objet = {c.numero for c in conformite().criteres if c.etat == "NA"}
    assert sans_objet & RELEVES == set()


@pytest.mark.django_db
def test_la_declaration_dit_le_taux_de_la_grille_et_ce_qui_resiste(client):
    page = " ".join(client.get(reverse("accessibilite")).text.split())
    lue = conformite()
    assert f"{lue.conformes} des {lue.applicables} critères applicables" in page
    assert f"{lue.taux}&nbsp;%" in page
    for critere in lue.non_conformes:
        assert f"Critère {critere.numero} : {critere.preuve}" in page


@pytest.mark.django_db
def test_la_mention_du_pied_est_celle_de_la_declaration(client):
    page = client.get(reverse("accessibilite")).text
    assert "Accessibilité : partiellement conforme" in page
    assert "<strong>partiellement conforme</strong>" in page
