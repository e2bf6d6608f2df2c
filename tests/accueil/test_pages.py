"""Ce que doit tout site de l'État : pied de page, plan du site, mentions, données, cookies."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from lxml import html

from tests.factories import ContactCgetFactory, DepartementFactory

pytestmark = pytest.mark.django_db

PUBLIQUES = (
    "plan_du_site",
    "aide",
    "accessibilite",
    "mentions_legales",
    "donnees_personnelles",
    "temoins",
)
ROLES = ("agent_59", "valideur_59", "region_32", "ministere", "cget", "administrateur")


@pytest.fixture
def lire(client):
    """Rend la page de ce nom, lue par lxml."""

    def lire(nom, *args):
        reponse = client.get(reverse(nom, args=args))
        assert reponse.status_code == 200
        return html.fromstring(reponse.text)

    return lire


@pytest.mark.parametrize("page", PUBLIQUES)
def test_sans_compte_chaque_page_due_se_lit_et_le_pied_y_mene(lire, page):
    pied = lire(page).xpath("//footer//a/@href")
    assert {reverse(nom) for nom in PUBLIQUES} <= set(pied)


def test_le_pied_mene_aux_sites_de_l_etat_et_ouvre_les_parametres_d_affichage(lire):
    page = lire("accessibilite")
    sites = [re.sub("^https://(www.)?", "", lien) for lien in page.xpath("//footer//a/@href")]
    assert {"info.gouv.fr", "service-public.gouv.fr", "legifrance.gouv.fr", "data.gouv.fr"} <= {
        *sites
    }
    [bouton] = page.xpath("//footer//button")
    assert bouton.text_content() == "Paramètres d’affichage"
    assert page.xpath("//dialog/@id") == [bouton.get("aria-controls")]


def test_un_lien_qui_ouvre_une_fenetre_le_dit(lire):
    for lien in lire("accessibilite").xpath("//a[@target='_blank']"):
        assert lien.get("title") == f"{lien.text_content()} - nouvelle fenêtre".replace(
            "licence", "Licence"
        )


@pytest.mark.parametrize("role", ROLES)
def test_le_plan_ne_montre_que_des_pages_qui_s_ouvrent_et_tout_le_menu(client, lire, request, role):
    DepartementFactory(code="59")
    client.force_login(request.getfixturevalue(role))
    page = lire("plan_du_site")
    plan = page.xpath("//main//ul//a/@href")
    assert len(plan) == len(set(plan)) > 20
    assert [a for a in plan if client.get(a, follow=True).status_code != 200] == []
    assert set(page.xpath("//nav[@id='fr-navigation']//a/@href")) - set(plan) == set()


def test_sans_compte_le_plan_ne_mene_qu_a_ce_qui_se_lit_sans_compte(client, lire):
    plan = lire("plan_du_site").xpath("//main//ul//a/@href")
    assert [adresse for adresse in plan if client.get(adresse).status_code != 200] == []


def test_les_mentions_sont_celles_de_l_exploitant(lire, settings):
    assert "ne le dit pas encore" in lire("mentions_legales").text_content()
    settings.MENTIONS = {
        "editeur": "ANCT, 20 avenue de Ségur, Paris",
        "directeur": "Camille Exemple",
        "hebergeur": "Hébergeur Exemple, Lille",
        "aide": "aide@quartiers.example",
        "delegue": "dpd@quartiers.example",
    }
    mentions = lire("mentions_legales").text_content()
    for nom in ("editeur", "directeur", "hebergeur", "aide"):
        assert settings.MENTIONS[nom] in mentions
    assert "ne le dit pas encore" not in mentions
    assert "mailto:dpd@quartiers.example" in lire("donnees_personnelles").xpath("//main//a/@href")
    for nom in ("aide", "accessibilite"):
        assert "mailto:aide@quartiers.example" in lire(nom).xpath("//main//a/@href")


def test_chaque_duree_de_conservation_est_dite_aux_personnes(lire):
    jours = lire("donnees_personnelles").xpath("//main//tbody//td/text()")
    assert [int(re.sub(r"\s", "", j)) for j in jours] == [*settings.CONSERVATION.values()]


def test_les_cookies_dits_sont_ceux_que_pose_la_connexion(client, lire, agent_59):
    dits = set(lire("temoins").xpath("//main//tbody//th/text()"))
    client.get(reverse("connexion"))
    client.force_login(agent_59)
    assert set(client.cookies) <= dits


def test_l_aide_nomme_qui_repond_du_territoire(client, lire, agent_59, agent_13):
    ContactCgetFactory(nom="Camille du Nord", departements=["59"])
    client.force_login(agent_59)
    assert "Camille du Nord" in lire("aide").text_content()
    client.force_login(agent_13)
    assert "Camille du Nord" not in lire("aide").text_content()


def test_chaque_page_mene_a_l_aide(client, lire, agent_59):
    client.force_login(agent_59)
    assert reverse("aide") in lire("quartiers:liste").xpath("//header//a/@href")
