"""La page d'évolution : ses dessins, à qui elle s'ouvre, ce qu'elle coûte."""

import datetime

import pytest
from django.urls import reverse
from lxml import html

from donnees import referentiels
from tests.factories import (
    CampagneFactory,
    CibleFactory,
    ConventionFactory,
    DepartementFactory,
    IndicateurFactory,
    ProtocoleFactory,
    ResultatFactory,
)

pytestmark = pytest.mark.django_db
NATION, NORD = reverse("national:evolution"), reverse("territoires:evolution", args=["59"])
EN_2019 = {"annee": "2019", "semestre": "2019-s2"}


@pytest.fixture
def _saisies():
    """Deux départements de deux régions, leurs résultats, leurs protocoles, les campagnes."""
    indicateur = IndicateurFactory(code="stages", libelle="Stages proposés", unite="stages")
    for code, region, valeur in (("59", "32", 10), ("13", "93", 4)):
        departement = DepartementFactory(code=code, region__code=region, region__nom=f"R{region}")
        convention = ConventionFactory(
            entreprise__departement=departement, date_signature=datetime.date(2019, 1, 1)
        )
        CibleFactory(convention=convention, indicateur=indicateur, valeur=60)
        for semestre in ("2019-s1", "2019-s2"):
            ResultatFactory(
                convention=convention, indicateur=indicateur, semestre=semestre, valeur=valeur
            )
        ProtocoleFactory(
            contrat__departement=departement, avancement="signe", signe_le="2019-06-30"
        )
    CampagneFactory()
    CampagneFactory(periode="2019-s2", echeance_le=datetime.date(2020, 1, 31))


def figures(reponse):
    return html.fromstring(reponse.text).xpath("//figure[@role='figure']")


@pytest.mark.usefixtures("_saisies")
def test_chaque_dessin_a_sa_question_et_dit_ce_qu_il_montre(client, cget):
    referentiels.charger_referentiels()
    client.force_login(cget)
    dessins = figures(client.get(NATION, EN_2019))
    questions = [figure.get("aria-label") for figure in dessins]
    assert questions == [
        "Les 40 mesures avancent-elles vers leur objectif ?",
        "Les protocoles sont-ils signés à l’échéance ?",
        "Bilans du PAQTE : arrivent-ils à temps ?",
        "Stages proposés : le rythme des cibles est-il tenu ?",
    ]
    for figure in dessins:
        assert "voir le tableau" not in figure.find("svg").get("aria-label")
        assert figure.find("svg").get("aria-label") == figure.xpath(
            "string(p[@class='dessin-phrase'])"
        )


@pytest.mark.usefixtures("_saisies")
def test_la_nation_la_region_et_le_departement_ont_chacun_leurs_courbes(client, cget):
    client.force_login(cget)
    cumuls = {}
    for nom, adresse, choix in (
        ("nation", NATION, EN_2019),
        ("region", NATION, EN_2019 | {"region": "93"}),
    ):
        ((_, (courbe,)),) = client.get(adresse, choix).context["paqte"]
        cumuls[nom] = courbe.valeurs
    assert cumuls == {"nation": (14, 28), "region": (4, 8)}
    assert client.get(NORD).status_code == 200
    assert "Nord" not in client.get(NATION, EN_2019 | {"region": "93"}).context["titre"]


@pytest.mark.usefixtures("_saisies")
def test_la_page_d_une_region_porte_son_nom(client, region_32):
    client.force_login(region_32)
    for adresse in (NATION, reverse("national:tableau"), reverse("national:comparaison")):
        page = html.fromstring(client.get(adresse).text)
        assert "R32" in page.findtext(".//h1")
        assert "National" not in [a.text for a in page.xpath("//nav//a")]


@pytest.mark.usefixtures("_saisies")
def test_un_departement_ne_s_ouvre_qu_a_qui_le_suit(client, agent_13, agent_59):
    client.force_login(agent_13)
    assert client.get(NORD).status_code == 404
    assert client.get(NATION).status_code == 403
    client.force_login(agent_59)
    assert client.get(NORD).status_code == 200


@pytest.mark.usefixtures("_saisies")
@pytest.mark.parametrize("adresse", [NATION, NORD])
def test_elle_a_un_nombre_borne_de_requetes(client, cget, adresse, django_assert_max_num_queries):
    for rang in range(20):
        ProtocoleFactory(contrat__departement=DepartementFactory(code=f"{rang:02}"))
    client.force_login(cget)
    client.get(adresse)
    with django_assert_max_num_queries(15):
        client.get(adresse)


@pytest.mark.usefixtures("_saisies")
def test_une_page_de_dessins_n_a_ni_style_ni_script_en_ligne(client, cget):
    client.force_login(cget)
    page = html.fromstring(client.get(NATION, EN_2019).text)
    assert page.xpath("//main//@style | //main//style | //main//script") == []
