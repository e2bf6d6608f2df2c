"""La matrice du pacte de Dijon."""

import datetime
import html
import re

import pytest
from django.urls import reverse

from contrats.dijon import couverture, matrice
from contrats.models import ContratDeVille
from tests.factories import (
    ContratFactory,
    EngagementDijonFactory,
    EngagementFactory,
    MesureFactory,
    ProtocoleFactory,
)
from tests.syntheses import tables_au

pytestmark = pytest.mark.django_db

LE = datetime.date(2026, 1, 1)


def decliner(dijon, contrat, **champs):
    return EngagementFactory(
        protocole__contrat=contrat, engagement_dijon=dijon, domaine=dijon.domaine, **champs
    )


def test_la_matrice_dit_quels_contrats_declinent_chaque_engagement():
    repris, oublie = EngagementDijonFactory(rang=1), EngagementDijonFactory(rang=2)
    lille = ContratFactory(nom="Lille")
    ContratFactory(nom="Roubaix")
    decliner(repris, lille)
    lignes = matrice(ContratDeVille.objects.all(), LE)
    assert [(li.engagement, li.contrats, li.part) for li in lignes] == [
        (repris, [lille], 50),
        (oublie, [], 0),
    ]


def test_un_engagement_abandonne_ne_decline_rien():
    dijon = EngagementDijonFactory()
    decliner(dijon, ContratFactory(), etat="abandonne")
    assert matrice(ContratDeVille.objects.all(), LE)[0].contrats == []


def test_la_couverture_compte_une_fois_chaque_engagement_encore_decline():
    repris, abandonne, _oublie = (EngagementDijonFactory(rang=rang) for rang in range(3))
    decliner(repris, ContratFactory())
    decliner(repris, ContratFactory())
    decliner(abandonne, ContratFactory(), etat="abandonne")
    assert couverture(ContratDeVille.objects.all(), LE) == {"total": 3, "repris": 1, "signes": 0}


def test_la_couverture_ne_compte_que_les_contrats_donnes():
    decliner(EngagementDijonFactory(), ContratFactory(departement__code="13"))
    du_nord = ContratDeVille.objects.filter(departement="59")
    assert couverture(du_nord, LE) == {"total": 1, "repris": 0, "signes": 0}


@pytest.fixture
def promis_et_signe():
    """Un engagement du pacte qu'un contrat signé décline, et qu'un autre négocie encore ; un autre
    que celui-ci promet seul."""
    commun, promis = EngagementDijonFactory(rang=1), EngagementDijonFactory(rang=2)
    signe, negocie = ContratFactory(nom="Lille"), ContratFactory(nom="Roubaix")
    decliner(
        commun,
        signe,
        protocole__avancement="signe",
        protocole__signe_le=datetime.date(2019, 7, 1),
        mesures=[MesureFactory(code="1"), MesureFactory(code="2")],
    )
    engagement = decliner(commun, negocie, mesures=[MesureFactory(code="3")])
    EngagementFactory(
        protocole=engagement.protocole,
        engagement_dijon=promis,
        domaine=promis.domaine,
        mesures=[MesureFactory(code="1")],
    )
    return signe, negocie


def test_ce_qui_est_signe_se_distingue_de_ce_qui_se_negocie(promis_et_signe):
    signe, negocie = promis_et_signe
    commun, promis = matrice(ContratDeVille.objects.all(), LE)
    assert (commun.contrats, commun.signes) == ([signe, negocie], [signe])
    assert (promis.contrats, promis.signes) == ([negocie], [])
    assert couverture(ContratDeVille.objects.all(), LE) == {"total": 2, "repris": 2, "signes": 1}


def test_la_synthese_distingue_ce_qui_est_signe(promis_et_signe):
    signe, _ = promis_et_signe
    tables = tables_au(signe.departement, datetime.date(2019, 8, 1))
    assert (tables["mesures_nombre"], tables["mesures_signees"]) == (3, 2)
    (programme,) = tables["mesures"]
    comptes = {m["code"]: (m["contrats"], m["signes"]) for m in programme["mesures"]}
    assert comptes == {"1": (2, 1), "2": (1, 1), "3": (1, 0)}
    (domaine,) = tables["dijon"]
    assert (domaine["repris"], domaine["signes"], domaine["contrats"]) == (2, 1, 2)


def test_les_engagements_en_retard_se_comptent_dans_la_synthese():
    protocole = ProtocoleFactory()
    for echeance, etat in (("2020-12-31", "prevu"), ("2020-12-31", "realise"), (None, "prevu")):
        EngagementFactory(protocole=protocole, echeance_le=echeance, etat=etat)
    contrat = protocole.contrat
    tables = tables_au(contrat.departement, datetime.date(2021, 1, 1))
    assert tables["totaux"]["engagements_en_retard"] == 1


def test_la_matrice_se_limite_a_ce_qui_est_signe(client, agent_59, promis_et_signe):
    client.force_login(agent_59)
    page = client.get(reverse("contrats:dijon"), {"protocole": "signe"})
    assert [ligne.engagement.rang for ligne in page.context["lignes"]] == [1]


def test_un_contrat_qui_decline_deux_fois_compte_une_fois():
    dijon = EngagementDijonFactory()
    engagement = decliner(dijon, ContratFactory())
    EngagementFactory(protocole=engagement.protocole, engagement_dijon=dijon, domaine=dijon.domaine)
    assert matrice(ContratDeVille.objects.all(), LE)[0].nombre == 1


def test_l_agent_voit_ses_contrats_le_cget_ceux_de_la_nation(client, agent_59, cget):
    EngagementDijonFactory()
    ContratFactory(departement__code="59")
    ContratFactory(departement__code="62")
    for utilisateur, nombre in ((agent_59, 1), (cget, 2)):
        client.force_login(utilisateur)
        assert len(client.get(reverse("contrats:dijon")).context["contrats"]) == nombre


def test_une_region_se_choisit(client, cget):
    repris = EngagementDijonFactory()
    decliner(repris, ContratFactory(departement__code="59", departement__region__code="32"))
    decliner(repris, ContratFactory(departement__code="13", departement__region__code="93"))
    client.force_login(cget)
    (ligne,) = client.get(reverse("contrats:dijon"), {"region": "32"}).context["lignes"]
    assert [contrat.departement_id for contrat in ligne.contrats] == ["59"]


def test_les_manques_se_filtrent(client, cget):
    repris, oublie = EngagementDijonFactory(rang=1), EngagementDijonFactory(rang=2)
    decliner(repris, ContratFactory())
    client.force_login(cget)
    page = client.get(reverse("contrats:dijon"), {"reprise": "non"})
    assert [ligne.engagement for ligne in page.context["lignes"]] == [oublie]


def test_le_nombre_mene_aux_engagements_qu_il_compte(client, cget):
    dijon = EngagementDijonFactory()
    voulu = decliner(dijon, ContratFactory(departement__region__code="32"))
    autre = EngagementFactory(
        protocole=voulu.protocole, engagement_dijon=dijon, domaine=dijon.domaine
    )
    decliner(dijon, ContratFactory(departement__code="13", departement__region__code="93"))
    EngagementFactory(
        protocole=voulu.protocole, engagement_dijon=dijon, domaine=dijon.domaine, etat="abandonne"
    )
    client.force_login(cget)
    matrice = client.get(reverse("contrats:dijon"), {"region": "32"})
    (lien,) = re.findall(r'href="([^"]*)">1<span', matrice.text)
    page = client.get(html.unescape(lien))
    assert set(page.context["page_obj"]) == {voulu, autre}
    assert "<strong>2 engagements</strong>, dans 1 contrat." in page.text
