"""Le filtre d'une liste calculée."""

import pytest
from django import forms

from socle.forms.filtres import FiltreDeLignesForm

LIGNES = ["Évry nord", "Arras", "Douai nord"]


class EssaiForm(FiltreDeLignesForm):
    FILTRES = {"initiale": lambda ligne: ligne[0], "longueur": len}
    TRIS = {"longueur": len}

    recherche = forms.CharField(required=False)
    initiale = forms.CharField(required=False, max_length=1)
    longueur = forms.IntegerField(required=False)
    tri = forms.ChoiceField(choices=[("", "Aucun"), ("longueur", "Longueur")], required=False)


@pytest.mark.parametrize(
    ("saisie", "choisies"),
    [
        ({}, LIGNES),
        ({"recherche": "evry"}, ["Évry nord"]),
        ({"initiale": "A"}, ["Arras"]),
        ({"recherche": "nord", "longueur": 10}, ["Douai nord"]),
        ({"tri": "longueur"}, ["Arras", "Évry nord", "Douai nord"]),
    ],
)
def test_chaque_champ_choisi_retient_des_lignes_et_le_tri_les_range(saisie, choisies):
    assert EssaiForm(saisie).choisir(LIGNES) == choisies


def test_un_champ_faux_est_dit_et_ne_filtre_rien():
    form = EssaiForm({"longueur": "dix", "tri": "couleur", "recherche": "nord"})
    assert form.choisir(LIGNES) == ["Évry nord", "Douai nord"]
    assert set(form.errors) == {"longueur", "tri"}


def test_un_filtre_ne_redit_pas_a_chaque_champ_qu_il_est_facultatif():
    assert "facultatif" not in EssaiForm()["recherche"].as_field_group()
