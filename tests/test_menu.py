"""Le menu : le même HTML ne s'écrit qu'une fois, et ne dit à chacun que ce qui est à lui."""

import re

import pytest
from django.template.loader import get_template
from django.urls import reverse
from lxml import html

from config import menus
from tests.factories import ContratFactory, DepartementFactory

pytestmark = pytest.mark.django_db


def liens(client, adresse):
    """Rend {libellé: aria-current} des liens et boutons du menu de cette page."""
    page = html.fromstring(client.get(adresse).text)
    (nav,) = page.xpath("//nav[@id='fr-navigation']")
    return {e.text.strip(): e.get("aria-current") for e in nav.iter("a", "button")}


@pytest.fixture(autouse=True)
def _vide():
    menus._ecrire_menu.cache_clear()


def test_il_dit_la_page_ouverte_et_la_rubrique_d_une_page_plus_profonde(client, agent_59):
    contrat = ContratFactory(departement=DepartementFactory(code="59"))
    client.force_login(agent_59)
    conventions = liens(client, reverse("paqte:conventions"))
    assert (conventions["Conventions"], conventions["PAQTE"]) == ("page", "true")
    assert liens(client, contrat.get_absolute_url())["Contrats de ville"] == "true"
    colleges = liens(client, reverse("contrats:colleges"))
    assert (colleges["Collège"], colleges["Contrats de ville"]) == ("page", None)
    assert liens(client, "/")["Tableau de bord"] == "page"


def test_le_meme_ne_s_ecrit_qu_une_fois_pour_toutes_les_pages_d_un_objet(client, agent_59):
    departement = DepartementFactory(code="59")
    contrats = [ContratFactory(departement=departement) for _ in range(5)]
    client.force_login(agent_59)
    for contrat in contrats:
        client.get(contrat.get_absolute_url())
    memoire = menus._ecrire_menu.cache_info()
    assert (memoire.misses, memoire.hits) == (1, 4)


def test_garde_d_un_compte_il_ne_sert_pas_a_un_autre_role(client, request):
    lus = {}
    for nom in ("cget", "region_32", "agent_59", "ministere", "administrateur"):
        client.force_login(request.getfixturevalue(nom))
        lus[nom] = set(liens(client, reverse("accessibilite")))
    assert "National" in lus["cget"]
    assert "Région" in lus["region_32"]
    assert "National" not in lus["region_32"] | lus["agent_59"]
    assert "Comptes" in lus["administrateur"]
    assert "Comptes" not in lus["cget"]
    assert "PAQTE" not in lus["ministere"]


def test_chaque_adresse_du_menu_tient_dans_ce_qu_il_regarde(client, administrateur):
    client.force_login(administrateur)
    page = html.fromstring(client.get(reverse("accessibilite")).text)
    adresses = page.xpath("//nav[@id='fr-navigation']//a/@href")
    assert len(adresses) > 10
    for adresse in adresses:
        assert len([s for s in adresse.split("/") if s]) <= menus.SEGMENTS
        assert menus._abreger(adresse) == adresse
        assert menus._abreger(f"{adresse}12/").startswith(adresse)
        assert menus._abreger(f"{adresse}12/") != adresse


def test_il_sait_de_la_personne_tout_ce_que_son_gabarit_en_demande():
    gabarit = get_template("config/menu.html").template.source
    assert set(re.findall(r"\buser\.(\w+)", gabarit)) == set(menus.DROITS)
