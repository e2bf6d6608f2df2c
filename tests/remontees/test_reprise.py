"""Une remontée neuve reprend les textes de la précédente, à confirmer avant de transmettre."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from contrats.models import Synthese
from tests.factories import CampagneFactory, bilan_complet, synthese_complete

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("_en_2020"),
]

ADRESSE = reverse("synthese", args=["2020", "59"])


@pytest.fixture
def _en_2020():
    with time_machine.travel("2020-02-01T10:00:00+01:00", tick=True):
        yield


@pytest.fixture(autouse=True)
def _campagnes():
    """Ce qui s'y commence : une remontée neuve ne s'ouvre que dans une campagne ouverte."""
    dates = {
        "ouverture_le": datetime.date(2020, 1, 15),
        "echeance_le": datetime.date(2020, 9, 30),
    }
    CampagneFactory(genre="synthese", periode="2020", **dates)
    CampagneFactory(genre="bilan", periode="2020-s1", **dates)


def saisie(page, **champs):
    form = page.context["form"]
    valeurs = {champ.html_name: champ.value() for champ in form if champ.name != "confirmes"}
    return {nom: "" if v is None else v for nom, v in valeurs.items()} | champs


def test_une_synthese_neuve_reprend_les_textes_de_l_annee_d_avant(client, agent_59):
    synthese_complete()
    client.force_login(agent_59)
    page = client.get(ADRESSE)
    assert page.context["form"]["demarches"].value() == "Le collège a réuni les services."
    assert page.context["form"]["exemples"].value() == ""
    assert "ce texte vient de la période précédente" in page.text


def test_un_texte_repris_se_confirme_ou_se_change(client, agent_59):
    synthese_complete()
    client.force_login(agent_59)
    page = client.get(ADRESSE)
    client.post(ADRESSE, saisie(page))
    synthese = Synthese.objects.get(periode="2020")
    assert synthese.reprises == ["demarches", "difficultes"]
    assert sum("confirmez-le" in m.libelle for m in synthese.tous_les_manques()) == 2
    page = client.get(ADRESSE)
    client.post(ADRESSE, saisie(page, difficultes="Autres", confirmes=["demarches"]))
    synthese.refresh_from_db()
    assert synthese.reprises == []


def test_la_premiere_remontee_ne_reprend_rien(client, agent_59):
    client.force_login(agent_59)
    assert "confirmes" not in client.get(ADRESSE).context["form"].fields


def test_le_bilan_reprend_sa_strategie_pas_ses_exemples(client, agent_59):
    bilan_complet()
    client.force_login(agent_59)
    page = client.get(reverse("paqte:bilan", args=["2020-s1", "59"]))
    assert page.context["form"]["strategie"].value() == "Aller vers les PME."
    assert page.context["form"]["exemples"].value() == ""


def test_on_ne_reprend_pas_le_texte_d_un_autre_departement(client, agent_13):
    synthese_complete()
    client.force_login(agent_13)
    page = client.get(reverse("synthese", args=["2020", "13"]))
    assert page.context["form"]["demarches"].value() == ""
