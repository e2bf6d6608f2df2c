"""« Facultatif » se dit une fois, du seul champ qu'aucune règle n'exige."""

import pytest
from django import forms
from django.template import Context, Template
from dsfr.forms import DsfrBaseForm

from contrats.forms.contrat import ContratForm
from contrats.forms.protocole import EngagementForm
from paqte.forms.convention import ConventionForm

OBLIGATION = Template("{% load formulaires %}{% obligation form %}")


class EssaiForm(DsfrBaseForm, forms.Form):
    exigibles = ("siren",)

    nom = forms.CharField()
    siren = forms.CharField(required=False)
    note = forms.CharField(required=False)
    choix = forms.MultipleChoiceField(
        choices=[("a", "A"), ("b", "B")], required=False, widget=forms.CheckboxSelectMultiple
    )


@pytest.mark.parametrize(
    ("champ", "mention"),
    [("nom", ""), ("siren", "(selon le cas)"), ("note", "(facultatif)"), ("choix", "(facultatif)")],
)
def test_la_mention_est_dans_le_gabarit_du_champ(champ, mention):
    rendu = EssaiForm()[champ].as_field_group()
    assert [m for m in ("(facultatif)", "(selon le cas)") if m in rendu] == [mention][
        : bool(mention)
    ]
    assert "ptionnel" not in rendu


def test_le_formulaire_dit_d_abord_ce_qu_il_exige():
    form = EssaiForm()
    assert OBLIGATION.render(Context({"form": form})) == (
        "Sauf mention contraire, tous les champs sont obligatoires."
    )
    del form.fields["siren"], form.fields["note"], form.fields["choix"]
    assert OBLIGATION.render(Context({"form": form})) == ""
    form.sans_mention_facultatif = True
    assert OBLIGATION.render(Context({"form": form})) == ""


def test_l_erreur_d_un_groupe_se_lit_une_fois():
    form = EssaiForm({"nom": "x", "choix": ["z"]})
    assert form.errors
    rendu = form["choix"].as_field_group()
    assert rendu.count("-desc-error") == 2  # la légende du groupe y renvoie, et lui seul
    assert "aria-describedby" not in rendu
    assert "dsfr=" not in rendu


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("formulaire", "exigible"),
    [
        (ContratForm, "porteur_siren"),
        (EngagementForm, "domaine"),
        (ConventionForm, "axes"),
    ],
)
def test_ce_qui_est_ensuite_exige_n_est_pas_dit_facultatif(formulaire, exigible, agent_59):
    exigibles = getattr(formulaire, "exigibles", None)
    if exigibles is None:
        exigibles = formulaire(user=agent_59).exigibles
    assert exigible in exigibles
