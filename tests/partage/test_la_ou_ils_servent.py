"""Un exemple publié, une journée, un contact au CGET : trouvés de là où ils servent."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    AxeFactory,
    ContactCgetFactory,
    ContratFactory,
    ConventionFactory,
    DepartementFactory,
    ExempleFactory,
    JourneeFactory,
    MesureFactory,
    RegionFactory,
    bilan_complet,
    synthese_complete,
)

pytestmark = pytest.mark.django_db

DEMAIN = timezone.localdate() + datetime.timedelta(days=1)


@pytest.fixture
def agent(client, agent_59):
    client.force_login(agent_59)
    return client


@pytest.fixture
def exemple():
    """Un exemple publié d'ailleurs, sur le premier axe et la mesure 20."""
    return ExempleFactory(
        departement=DepartementFactory(code="13", region=RegionFactory(code="93", nom="Provence")),
        publie="Un forum des métiers",
        axe=AxeFactory(),
        mesure=MesureFactory(code="20"),
    )


def journee(titre, departement=None, debut=DEMAIN):
    return JourneeFactory(titre=titre, departement=departement, debut=debut)


@pytest.mark.parametrize("complete", [bilan_complet, synthese_complete])
def test_qui_ecrit_une_remontee_trouve_exemples_journees_et_contact(agent, exemple, complete):
    remontee = complete()
    contact = ContactCgetFactory(departements=["59"])
    forum = journee("Forum de Lille", remontee.departement)
    page = agent.get(remontee.adresse()).text
    assert exemple.get_absolute_url() in page
    assert forum.get_absolute_url() in page
    assert f"mailto:{contact.courriel}" in page


def test_une_convention_mene_aux_exemples_de_ses_axes_seuls(agent, exemple):
    sur_l_axe = ConventionFactory(entreprise__departement__code="59", axes=[exemple.axe])
    ailleurs = ConventionFactory(entreprise__departement__code="59", axes=[AxeFactory(rang=4)])
    page = agent.get(sur_l_axe.get_absolute_url()).text
    assert exemple.get_absolute_url() in page
    assert f"{reverse('partage:exemples')}?axe={exemple.axe.pk}" in page
    assert exemple.get_absolute_url() not in agent.get(ailleurs.get_absolute_url()).text


def test_une_mesure_mene_aux_exemples_qui_l_illustrent(agent, exemple):
    autre = MesureFactory(code="21", thematique=exemple.mesure.thematique)
    assert exemple.get_absolute_url() in agent.get(exemple.mesure.get_absolute_url()).text
    assert exemple.get_absolute_url() not in agent.get(autre.get_absolute_url()).text


def test_un_exemple_propose_ne_se_montre_pas_la(agent, exemple):
    propose = ExempleFactory(departement__code="59", mesure=exemple.mesure)
    assert propose.get_absolute_url() not in agent.get(exemple.mesure.get_absolute_url()).text


def test_la_fiche_d_un_departement_montre_ses_exemples_et_non_les_autres(client, cget, exemple):
    sien = ExempleFactory(departement__code="59", publie="Un exemple du Nord")
    client.force_login(cget)
    page = client.get(reverse("territoires:fiche", args=["59"])).text
    assert sien.get_absolute_url() in page
    assert exemple.get_absolute_url() not in page


def test_les_journees_montrees_sont_a_venir_et_de_la_region(agent, agent_59):
    nord = DepartementFactory(code="59")
    voisin = DepartementFactory(code="62", region=nord.region)
    loin = DepartementFactory(code="13", region=RegionFactory(code="93", nom="Provence"))
    montrees = [journee("À Arras", voisin), journee("Partout")]
    tues = [journee("À Marseille", loin), journee("Passée", nord, datetime.date(2019, 6, 12))]
    for page in (reverse("accueil"), reverse("paqte:animation", args=["59"])):
        texte = agent.get(page).text
        assert [une.titre for une in montrees if une.get_absolute_url() not in texte] == [], page
        assert [une.titre for une in tues if une.get_absolute_url() in texte] == [], page


def test_l_annuaire_dit_a_qui_s_adresser_au_cget(agent):
    contact = ContactCgetFactory(departements=["59"])
    ailleurs = ContactCgetFactory(departements=[DepartementFactory(code="13")])
    page = agent.get(reverse("annuaire")).text
    assert f"mailto:{contact.courriel}" in page
    assert ailleurs.courriel not in page


def test_un_contrat_et_son_protocole_disent_a_qui_s_adresser_a_leur_prefecture_seule(
    client, agent, region_32
):
    contact = ContactCgetFactory(departements=["59"])
    contrat = ContratFactory(departement__code="59")
    pages = (contrat.get_absolute_url(), reverse("contrats:protocole", args=[contrat.pk]))
    for page in pages:
        assert f"mailto:{contact.courriel}" in agent.get(page).text
    client.force_login(region_32)
    for page in pages:
        assert f"mailto:{contact.courriel}" not in client.get(page).text
