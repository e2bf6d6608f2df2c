"""La matrice du pacte de Dijon."""

import html
import re

import pytest
from django.urls import reverse

from contrats.dijon import couverture, matrice
from contrats.models import ContratDeVille
from tests.factories import ContratFactory, EngagementDijonFactory, EngagementFactory

pytestmark = pytest.mark.django_db


def decliner(dijon, contrat, **champs):
    return EngagementFactory(
        protocole__contrat=contrat, engagement_dijon=dijon, domaine=dijon.domaine, **champs
    )


def test_la_matrice_dit_quels_contrats_declinent_chaque_engagement():
    repris, oublie = EngagementDijonFactory(rang=1), EngagementDijonFactory(rang=2)
    lille = ContratFactory(nom="Lille")
    ContratFactory(nom="Roubaix")
    decliner(repris, lille)
    lignes = matrice(ContratDeVille.objects.all())
    assert [(li.engagement, li.contrats, li.part) for li in lignes] == [
        (repris, [lille], 50),
        (oublie, [], 0),
    ]


def test_un_engagement_abandonne_ne_decline_rien():
    dijon = EngagementDijonFactory()
    decliner(dijon, ContratFactory(), etat="abandonne")
    assert matrice(ContratDeVille.objects.all())[0].contrats == []


def test_la_couverture_compte_une_fois_chaque_engagement_encore_decline():
    repris, abandonne, _oublie = (EngagementDijonFactory(rang=rang) for rang in range(3))
    decliner(repris, ContratFactory())
    decliner(repris, ContratFactory())
    decliner(abandonne, ContratFactory(), etat="abandonne")
    assert couverture(ContratDeVille.objects.all()) == {"total": 3, "repris": 1}


def test_la_couverture_ne_compte_que_les_contrats_donnes():
    decliner(EngagementDijonFactory(), ContratFactory(departement__code="13"))
    du_nord = ContratDeVille.objects.filter(departement="59")
    assert couverture(du_nord) == {"total": 1, "repris": 0}


def test_un_contrat_qui_decline_deux_fois_compte_une_fois():
    dijon = EngagementDijonFactory()
    engagement = decliner(dijon, ContratFactory())
    EngagementFactory(protocole=engagement.protocole, engagement_dijon=dijon, domaine=dijon.domaine)
    assert matrice(ContratDeVille.objects.all())[0].nombre == 1


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
