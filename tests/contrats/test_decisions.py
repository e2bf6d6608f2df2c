"""Le registre des décisions, le pilote et les étapes d'un engagement."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from contrats.models import Decision, Etape
from tests.factories import CollegeFactory, DepartementFactory, EngagementFactory
from tests.formulaires import rempli

pytestmark = pytest.mark.django_db

LISTE = reverse("contrats:decisions")


@pytest.fixture
def college(agent_59):
    return CollegeFactory(departement_id="59", date=datetime.date(2019, 2, 1))


@pytest.fixture
def decision(college):
    return Decision.objects.create(
        departement=college.departement,
        organe="college",
        college=college,
        prise_le=college.date,
        texte="Nommer un correspondant",
        porteur="Sous-préfet ville",
        pour_le=datetime.date(2019, 4, 1),
    )


def test_une_decision_s_inscrit_depuis_la_reunion_qui_l_a_prise(client, agent_59, college):
    engagement = EngagementFactory(protocole__contrat__departement_id="59")
    client.force_login(agent_59)
    adresse = reverse("contrats:decision_ajouter", query={"college": college.pk})
    assert adresse in client.get(college.get_absolute_url()).text
    champs = rempli(client, adresse) | {
        "prise_le": "01/02/2019",
        "texte": "Nommer un correspondant",
        "porteur": "Sous-préfet ville",
        "engagement": engagement.pk,
    }
    client.post(adresse, champs)
    (decision,) = Decision.objects.all()
    assert (decision.college, decision.organe, decision.engagement) == (
        college,
        "college",
        engagement,
    )
    assert "Nommer un correspondant" in client.get(college.get_absolute_url()).text


@pytest.mark.parametrize(
    ("champs", "champ"),
    [
        ({"faite_le": "31/01/2019"}, "faite_le"),
        ({"porteur": ""}, "porteur"),
        ({"prise_le": "01/02/2099"}, "prise_le"),
    ],
)
def test_une_decision_impossible_se_refuse_a_son_champ(client, agent_59, decision, champs, champ):
    client.force_login(agent_59)
    adresse = reverse("contrats:decision", args=[decision.pk])
    reponse = client.post(adresse, rempli(client, adresse) | champs)
    assert list(reponse.context["form"].errors) == [champ]


@pytest.mark.parametrize(
    ("le", "faite_le", "etat"),
    [
        ("2019-04-01", None, "à faire"),
        ("2019-04-02", None, "en retard"),
        ("2019-04-02", "2019-03-01", "faite"),
    ],
)
def test_une_decision_est_a_faire_en_retard_ou_faite(decision, le, faite_le, etat):
    decision.faite_le = faite_le and datetime.date.fromisoformat(faite_le)
    with time_machine.travel(le):
        assert decision.etat == etat


def test_les_decisions_en_retard_se_filtrent_et_se_comptent(client, agent_59, decision):
    Decision.objects.create(
        departement=decision.departement,
        organe="autre",
        prise_le=decision.prise_le,
        texte="Faite",
        porteur="ARS",
        faite_le=decision.prise_le,
    )
    client.force_login(agent_59)
    page = client.get(LISTE)
    assert (len(page.context["page_obj"]), page.context["en_retard"]) == (2, 1)
    for etat, textes in (("en-retard", [decision]), ("a-faire", [decision])):
        assert list(client.get(LISTE, {"etat": etat}).context["page_obj"]) == textes
    (faite,) = client.get(LISTE, {"etat": "faites"}).context["page_obj"]
    assert faite.texte == "Faite"


def test_le_registre_d_un_autre_ne_se_lit_ni_ne_se_modifie(client, agent_13, region_32, decision):
    DepartementFactory(code="13")
    client.force_login(agent_13)
    assert list(client.get(LISTE).context["page_obj"]) == []
    assert client.get(reverse("contrats:decision", args=[decision.pk])).status_code == 404
    client.force_login(region_32)
    assert list(client.get(LISTE).context["page_obj"]) == [decision]


def test_un_engagement_a_un_pilote_et_des_etapes_datees(client, agent_59):
    engagement = EngagementFactory(
        protocole__contrat__departement_id="59", pilote="Délégué du préfet"
    )
    client.force_login(agent_59)
    adresse = reverse("contrats:etapes", args=[engagement.pk])
    champs = {
        "etapes-TOTAL_FORMS": 1,
        "etapes-INITIAL_FORMS": 0,
        "etapes-0-libelle": "Réunir les partenaires",
        "etapes-0-prevue_le": "15/03/2019",
    }
    assert client.post(adresse, champs).status_code == 302
    for page in (engagement.protocole.get_absolute_url(), reverse("contrats:engagements")):
        lu = client.get(page).text
        assert "Délégué du préfet" in lu
        assert "15 mars 2019 : Réunir les partenaires" in lu


@pytest.mark.parametrize(
    ("le", "faite_le", "en_retard"),
    [("2019-03-15", None, False), ("2019-03-16", None, True), ("2019-03-16", "2019-03-15", False)],
)
def test_une_etape_est_en_retard_le_lendemain_de_sa_date(le, faite_le, en_retard):
    etape = Etape(prevue_le=datetime.date(2019, 3, 15), faite_le=faite_le)
    with time_machine.travel(le):
        assert etape.est_en_retard is en_retard


def test_la_liste_des_engagements_compte_ceux_en_retard(client, agent_59):
    passe = datetime.date(2019, 1, 1)
    for etat in ("prevu", "realise"):
        EngagementFactory(protocole__contrat__departement_id="59", echeance_le=passe, etat=etat)
    client.force_login(agent_59)
    page = client.get(reverse("contrats:engagements"))
    assert page.context["en_retard"] == 1
    assert "dont <strong>1 en retard</strong>" in page.text
