"""Une convention peut finir avant ses trois ans, et se montre quand une autre la chevauche."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from tests.factories import (
    AxeFactory,
    CibleFactory,
    ConventionFactory,
    IndicateurFactory,
    ResultatFactory,
    bilan_complet,
)
from tests.formulaires import rempli

pytestmark = pytest.mark.django_db


@pytest.fixture
def convention():
    """Une convention du Nord, du 1er mars 2019 au 28 février 2022."""
    axe = AxeFactory()
    convention = ConventionFactory(entreprise__departement__code="59", axes=[axe])
    CibleFactory(convention=convention, indicateur=IndicateurFactory(axe=axe))
    return convention


def finir(client, convention, fin, motif="fermeture"):
    adresse = reverse("paqte:convention_modifier", args=[convention.pk])
    champs = {"fin_anticipee_le": fin, "motif_de_fin": motif}
    reponse = client.post(adresse, rempli(client, adresse) | champs)
    convention.refresh_from_db()
    return reponse


def test_une_fin_anticipee_termine_la_convention_et_se_lit(client, agent_59, convention):
    client.force_login(agent_59)
    finir(client, convention, "30/06/2020")
    assert convention.date_fin == datetime.date(2020, 6, 30)
    page = client.get(convention.get_absolute_url()).text
    assert "avant ses trois ans (fermeture de l’établissement)" in page
    finir(client, convention, "", "")
    assert convention.date_fin == datetime.date(2022, 2, 28)


@pytest.mark.parametrize(
    ("fin", "motif", "champ"),
    [
        ("30/06/2020", "", "motif_de_fin"),
        ("", "retrait", "fin_anticipee_le"),
        ("01/03/2019", "retrait", "fin_anticipee_le"),
        ("28/02/2022", "retrait", "fin_anticipee_le"),
        ("30/06/2019", "retrait", "fin_anticipee_le"),
    ],
)
def test_une_fin_impossible_se_refuse_a_son_champ(client, agent_59, convention, fin, motif, champ):
    ResultatFactory(convention=convention, semestre="2019-s2")
    client.force_login(agent_59)
    reponse = finir(client, convention, fin, motif)
    assert list(reponse.context["form"].errors) == [champ]


@pytest.mark.parametrize(("signature", "dit"), [("2022-02-28", True), ("2022-03-01", False)])
def test_deux_conventions_qui_se_chevauchent_se_montrent(
    client, agent_59, convention, signature, dit
):
    ConventionFactory(
        entreprise=convention.entreprise, date_signature=datetime.date.fromisoformat(signature)
    )
    client.force_login(agent_59)
    assert ("Chevauche" in client.get(convention.get_absolute_url()).text) is dit


@pytest.mark.parametrize(("le", "averti"), [("2019-06-30", True), ("2019-07-01", False)])
def test_un_semestre_qui_court_encore_avertit(le, averti):
    with time_machine.travel(le):
        avertissements = bilan_complet().avertissements()
    assert ["Le semestre n’est pas fini" in a.libelle for a in avertissements] == [True] * averti
