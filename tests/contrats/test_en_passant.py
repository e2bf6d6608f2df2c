"""Un contrat, un protocole, un engagement s'enregistrent pendant qu'on les écrit."""

import pytest
from django.urls import reverse

from contrats.models import Protocole
from tests.factories import ContratFactory, EngagementFactory
from tests.formulaires import rempli

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(client, agent_59):
    client.force_login(agent_59)
    return client


def enregistrer(agent, adresse, saisie):
    return agent.post(adresse, saisie, headers={"accept": "application/json"})


def test_un_contrat_s_enregistre_et_sa_page_suit_la_version(agent):
    contrat = ContratFactory(evaluation="")
    adresse = reverse("contrats:contrat_modifier", args=[contrat.pk])
    saisie = rempli(agent, adresse)
    for texte in ("Une évaluation", "Une évaluation à mi-parcours."):
        lu = enregistrer(agent, adresse, saisie | {"evaluation": texte})
        assert lu.status_code == 200, lu.text
        saisie |= lu.json()["caches"]
    contrat.refresh_from_db()
    assert contrat.evaluation == "Une évaluation à mi-parcours."


def test_un_contrat_qu_un_collegue_a_enregistre_attend_d_etre_compare(agent):
    contrat = ContratFactory(evaluation="")
    adresse = reverse("contrats:contrat_modifier", args=[contrat.pk])
    saisie = rempli(agent, adresse)
    contrat.porteur_nom = "Le nom du collègue"
    contrat.save()
    lu = enregistrer(agent, adresse, saisie | {"evaluation": "La mienne."})
    assert (lu.status_code, "pour comparer" in lu.json()["message"]) == (409, True)
    contrat.refresh_from_db()
    assert (contrat.porteur_nom, contrat.evaluation) == ("Le nom du collègue", "")


def test_un_protocole_nait_en_passant_et_une_fois(agent):
    contrat = ContratFactory()
    adresse = reverse("contrats:protocole_modifier", args=[contrat.pk])
    saisie = rempli(agent, adresse, enfance="Les crèches")
    saisie |= enregistrer(agent, adresse, saisie).json()["caches"]
    assert enregistrer(agent, adresse, saisie | {"enfance": "Les crèches."}).status_code == 200
    assert Protocole.objects.get().enfance == "Les crèches."


def test_un_engagement_qui_ne_s_enregistre_pas_nomme_son_champ(agent):
    engagement = EngagementFactory(texte="Ouvrir")
    adresse = reverse("contrats:engagement", args=[engagement.pk])
    saisie = rempli(agent, adresse, texte="Ouvrir une crèche", cible="beaucoup")
    lu = enregistrer(agent, adresse, saisie).json()
    assert lu["faute"]["ancre"] == "id_cible"
    engagement.refresh_from_db()
    assert engagement.texte == "Ouvrir"


def test_un_ajout_ne_s_enregistre_que_par_son_bouton(agent):
    assert "data-brouillon" not in agent.get(reverse("contrats:contrat_ajouter")).text
