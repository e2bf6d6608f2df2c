"""Les différences entre deux versions, ou deux périodes : textes, listes, fortes variations."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from remontees.differences import Difference, comparer
from tests.factories import SyntheseFactory, synthese_complete

CONTENUS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda suite: (
        st.lists(suite, max_size=3) | st.dictionaries(st.text(max_size=3), suite, max_size=3)
    ),
    max_leaves=10,
)


def test_un_texte_change_et_un_contrat_ajoute_se_voient():
    avant = {"textes": {"exemples": "A"}, "contrats": [{"nom": "Lille", "quartiers": 2}]}
    apres = {
        "textes": {"exemples": "B"},
        "contrats": [{"nom": "Denain", "quartiers": 1}, {"nom": "Lille", "quartiers": 2}],
    }
    assert [(d.chemin, d.avant, d.apres) for d in comparer(avant, apres)] == [
        ("textes › exemples", "A", "B"),
        ("contrats › Denain › nom", None, "Denain"),
        ("contrats › Denain › quartiers", None, 1),
    ]


@given(CONTENUS)
def test_un_contenu_ne_differe_pas_de_lui_meme(contenu):
    assert comparer(contenu, contenu) == []


@pytest.mark.parametrize(
    ("avant", "apres", "forte"),
    [(100, 126, False), (100, 140, True), (100, 74, True), (0, 0, False), ("a", "b", False)],
)
def test_une_variation_de_plus_d_un_quart_est_forte(avant, apres, forte):
    assert Difference("x", avant, apres).est_forte is forte


@pytest.mark.django_db
def test_la_page_compare_a_la_version_et_a_l_annee_d_avant(client, valideur_59, cget):
    synthese = synthese_complete()
    ancienne = SyntheseFactory(
        departement=synthese.departement, annee=2018, demarches="D", difficultes="D", exemples="E"
    )
    ancienne.transmettre(valideur_59)
    synthese.transmettre(valideur_59)
    synthese.renvoyer(cget, "À préciser")
    synthese.refresh_from_db()
    synthese.exemples = "Exemple précisé."
    synthese.save()
    synthese.transmettre(valideur_59)
    client.force_login(cget)
    page = client.get(reverse("synthese_differences", args=["2019", "59", 2]))
    depuis_la_version, depuis_l_annee = page.context["comparaisons"]
    assert [d.apres for d in depuis_la_version[1]] == ["Exemple précisé."]
    assert "2018" in depuis_l_annee[0]


@pytest.mark.django_db
def test_la_premiere_version_n_a_rien_a_comparer(client, valideur_59, cget):
    synthese_complete().transmettre(valideur_59)
    client.force_login(cget)
    page = client.get(reverse("synthese_differences", args=["2019", "59", 1])).text
    assert "rien à comparer" in page
