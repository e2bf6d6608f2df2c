"""Les résultats semestriels d'une convention et leurs exemples."""

import pytest
import time_machine
from django.urls import reverse

from paqte.models import ExempleAction
from remontees.periodes import Semestre
from tests.factories import (
    AxeFactory,
    BilanFactory,
    ConventionFactory,
    IndicateurFactory,
    ResultatFactory,
)
from tests.formulaires import caches

pytestmark = pytest.mark.django_db

EXEMPLES = {
    "exemples-TOTAL_FORMS": "1",
    "exemples-INITIAL_FORMS": "0",
    "exemples-0-axe": "",
    "exemples-0-texte": "",
}


@pytest.fixture
def agent(client, agent_59):
    client.force_login(agent_59)
    return client


@pytest.fixture
def convention():
    axe = AxeFactory(rang=1)
    IndicateurFactory(code="stages", axe=axe)
    return ConventionFactory(axes=[axe])


def adresse(convention, annee=2019, numero=1):
    return reverse("paqte:resultats", args=[convention.pk, Semestre(annee, numero)])


def test_un_resultat_s_enregistre(agent, convention):
    agent.post(adresse(convention), EXEMPLES | {"valeur-stages": "1 234"})
    assert convention.resultats.get(semestre="2019-s1").valeur == 1234


@pytest.mark.parametrize(("etat", "dit"), [("transmise", True), ("brouillon", False)])
def test_changer_un_resultat_d_un_bilan_transmis_ne_se_fait_pas_sans_le_savoir(
    agent, convention, etat, dit
):
    BilanFactory(periode="2019-s1", departement=convention.entreprise.departement, etat=etat)
    page = agent.get(adresse(convention)).text
    assert ("Le bilan de ce semestre est transmis" in page) is dit
    assert "est transmis" not in agent.get(adresse(convention, 2019, 2)).text


def test_la_saisie_ramene_au_bilan_d_ou_l_on_vient(agent, convention):
    bilan = BilanFactory(periode="2019-s1", departement=convention.entreprise.departement)
    (avertissement,) = bilan.avertissements()
    lien = str(avertissement.lien)
    assert bilan.get_absolute_url() in agent.get(lien).text
    assert agent.post(lien, EXEMPLES | {"valeur-stages": "5"}).url == bilan.get_absolute_url()
    assert agent.post(adresse(convention), EXEMPLES).url == convention.get_absolute_url()


def test_un_exemple_de_plus_s_ajoute_sans_quitter_la_saisie(agent, convention):
    exemple = EXEMPLES | {"exemples-0-texte": "Un forum des métiers.", "ajouter": ""}
    ici = f"{adresse(convention)}?retour=bilan"
    page = agent.post(ici, exemple, follow=True)
    assert page.redirect_chain == [(ici, 302)]
    assert len(page.context["form"].exemples.forms) == 2


def test_un_champ_vide_retire_la_valeur(agent, convention):
    agent.post(adresse(convention), EXEMPLES | {"valeur-stages": "5"})
    lues = caches(agent.get(adresse(convention)))
    agent.post(adresse(convention), EXEMPLES | lues | {"valeur-stages": ""})
    assert not convention.resultats.exists()


def test_deux_agents_saisissent_chacun_un_resultat_sans_s_effacer(agent, convention):
    emplois = IndicateurFactory(code="emplois", axe=convention.axes.get())
    lues = caches(agent.get(adresse(convention)))
    ResultatFactory(convention=convention, indicateur=emplois, valeur=8)
    agent.post(adresse(convention), EXEMPLES | lues | {"valeur-stages": "5", "valeur-emplois": ""})
    assert set(convention.resultats.values_list("indicateur__code", "valeur")) == {
        ("stages", 5),
        ("emplois", 8),
    }


def test_zero_est_une_valeur(agent, convention):
    agent.post(adresse(convention), EXEMPLES | {"valeur-stages": "0"})
    assert convention.resultats.get().valeur == 0


def test_les_semestres_ne_se_melangent_pas(agent, convention):
    agent.post(adresse(convention), EXEMPLES | {"valeur-stages": "5"})
    agent.post(adresse(convention, 2019, 2), EXEMPLES | {"valeur-stages": "7"})
    assert set(convention.resultats.values_list("semestre", "valeur")) == {
        ("2019-s1", 5),
        ("2019-s2", 7),
    }


def test_un_exemple_s_enregistre_pour_son_semestre(agent, convention):
    agent.post(adresse(convention), EXEMPLES | {"exemples-0-texte": "Forum des métiers."})
    exemple = convention.exemples.get()
    assert (exemple.semestre, exemple.texte) == ("2019-s1", "Forum des métiers.")


@pytest.mark.parametrize(("saisi", "message"), [("-3", "négatif"), ("abc", "Écrivez un nombre")])
def test_un_mauvais_nombre_est_signale_et_rien_n_est_ecrit(agent, convention, saisi, message):
    reponse = agent.post(
        adresse(convention),
        EXEMPLES | {"valeur-stages": saisi, "exemples-0-texte": "Forum des métiers."},
    )
    page = reponse.content.decode()
    assert reponse.status_code == 422
    assert message in page
    assert "Forum des métiers." in page
    assert not convention.exemples.exists()


@time_machine.travel("2026-03-01")
@pytest.mark.parametrize(("annee", "numero"), [(2018, 2), (2022, 2), (2026, 2)])
def test_hors_de_la_convention_ou_dans_l_avenir_rien_ne_se_saisit(agent, convention, annee, numero):
    assert agent.get(adresse(convention, annee, numero)).status_code == 404


def test_le_nombre_de_requetes_de_la_saisie_est_constant(agent, django_assert_max_num_queries):
    axe = AxeFactory(rang=1)
    convention = ConventionFactory(axes=[axe])
    for _ in range(3):
        ResultatFactory(convention=convention, indicateur=IndicateurFactory(axe=axe))
    with django_assert_max_num_queries(20) as peu:
        agent.get(adresse(convention))
    for _ in range(9):
        ResultatFactory(convention=convention, indicateur=IndicateurFactory(axe=axe))
        ExempleAction.objects.create(convention=convention, semestre="2019-s1", texte="Un")
    with django_assert_max_num_queries(20) as beaucoup:
        agent.get(adresse(convention))
    assert len(peu) == len(beaucoup)
