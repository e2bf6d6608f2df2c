"""La liste et la page des QPV : droits, recherche, filtres, totaux, export."""

import datetime
import io

import pytest
import tablib
from django.urls import reverse

from tests.factories import DepartementFactory, QuartierFactory, RegionFactory
from tests.tableaux import lire_csv

pytestmark = pytest.mark.django_db

ADRESSE = reverse("quartiers:liste")


@pytest.fixture
def national(client, cget):
    client.force_login(cget)
    return client


def codes(reponse):
    return [quartier.code for quartier in reponse.context["page_obj"]]


def test_la_liste_montre_les_quartiers_du_perimetre(client, agent_59):
    ici = QuartierFactory()
    QuartierFactory(departement=DepartementFactory(code="13"))
    client.force_login(agent_59)
    assert codes(client.get(ADRESSE)) == [ici.code]


def test_la_page_d_un_quartier_s_ouvre_dans_son_departement(client, agent_59):
    quartier = QuartierFactory(nom="Secteur Ouest")
    client.force_login(agent_59)
    assert "Secteur Ouest" in client.get(quartier.get_absolute_url()).content.decode()


def test_l_agent_du_13_ne_trouve_pas_un_quartier_du_59(client, agent_13):
    quartier = QuartierFactory(departement=DepartementFactory(code="59"))
    client.force_login(agent_13)
    assert client.get(quartier.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("texte", ["cité", "CITE", "cite  ete", "été", "eté"])
def test_la_recherche_ignore_accents_et_casse(national, texte):
    voulu = QuartierFactory(nom="Cité de l’Été")
    QuartierFactory(nom="Autre")
    assert codes(national.get(ADRESSE, {"recherche": texte})) == [voulu.code]


def test_la_recherche_porte_aussi_sur_les_communes(national):
    voulu = QuartierFactory(nom="A", communes="Loos, Lille")
    QuartierFactory(nom="B", communes="Roubaix")
    assert codes(national.get(ADRESSE, {"recherche": "loos"})) == [voulu.code]


@pytest.mark.parametrize(
    ("filtre", "champs"),
    [
        ({"region": "93"}, {}),
        ({"departement": "13"}, {}),
        ({"millesime": "2024"}, {"millesime": 2024}),
        ({"pru": "national"}, {"pru": "national"}),
        ({"retires": "oui"}, {"retire_le": datetime.date(2024, 1, 1)}),
    ],
)
def test_chaque_filtre_limite_la_liste(national, filtre, champs):
    region = RegionFactory(code="93", nom="Provence")
    voulu = QuartierFactory(departement=DepartementFactory(code="13", region=region), **champs)
    QuartierFactory(departement=DepartementFactory(code="59"))
    assert codes(national.get(ADRESSE, filtre)) == [voulu.code]


def test_les_totaux_sont_ceux_de_la_liste_filtree(national):
    QuartierFactory(nom="Un", population=1000, defm=10, pru="national")
    QuartierFactory(nom="Deux", population=5000, defm=90)
    ((_, totaux),) = national.get(ADRESSE, {"recherche": "un"}).context["totaux"]
    assert (totaux["nombre"], totaux["pru_nationaux"], totaux["population"], totaux["defm"]) == (
        1,
        1,
        1000,
        10,
    )


def test_les_deux_listes_officielles_ne_s_additionnent_pas(national):
    for millesime in (2015, 2024):
        QuartierFactory(millesime=millesime, population=millesime)
    totaux = national.get(ADRESSE).context["totaux"]
    assert [(liste, total["population"]) for liste, total in totaux] == [(2024, 2024), (2015, 2015)]


@pytest.mark.parametrize(
    ("demandee", "donnee"), [("2", 2), ("99", 3), ("abc", 1), ("-1", 1), ("0", 1)]
)
def test_une_page_hors_bornes_donne_la_plus_proche(national, demandee, donnee):
    QuartierFactory.create_batch(51)
    page = national.get(ADRESSE, {"page": demandee}).context["page_obj"]
    assert page.number == donnee


def test_les_liens_de_page_gardent_les_filtres(national):
    QuartierFactory.create_batch(51)
    page = national.get(ADRESSE, {"recherche": "quartier"}).content.decode()
    assert "recherche=quartier&amp;page=2" in page


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
def test_la_liste_filtree_s_exporte(national, extension):
    QuartierFactory(code="QN05999Z", nom="Cité de l’Été")
    QuartierFactory(nom="Autre")
    reponse = national.get(ADRESSE, {"format": extension, "recherche": "ete"})
    if extension == "csv":
        (ligne,) = lire_csv(reponse)
    else:
        (ligne,) = tablib.Dataset().load(io.BytesIO(reponse.content), format=extension).dict
    assert (ligne["code"], ligne["nom"]) == ("QN05999Z", "Cité de l’Été")


@pytest.mark.parametrize("liste", ["quartiers:liste", "paqte:conventions"])
def test_un_filtre_faux_n_exporte_pas_toute_la_liste(national, liste):
    reponse = national.get(reverse(liste), {"departement": "inconnu", "format": "csv"})
    assert "html" in reponse["Content-Type"]


def test_un_format_inconnu_n_existe_pas(national):
    assert national.get(ADRESSE, {"format": "exe"}).status_code == 404


def test_le_nombre_de_requetes_est_constant(national, django_assert_max_num_queries):
    QuartierFactory.create_batch(3)
    with django_assert_max_num_queries(15) as peu:
        national.get(ADRESSE)
    for code in ("01", "02", "03"):
        QuartierFactory.create_batch(10, departement=DepartementFactory(code=code))
    with django_assert_max_num_queries(15) as beaucoup:
        national.get(ADRESSE)
    assert len(peu) == len(beaucoup)


def test_un_export_garde_les_nombres_en_nombres(client, agent_59):
    QuartierFactory(departement__code="59", population=31200)
    client.force_login(agent_59)
    (ligne,) = lire_csv(client.get(reverse("quartiers:liste"), {"format": "csv"}))
    assert ligne["population"] == "31200"


def test_une_recherche_demesuree_est_ignoree_et_dite(client, agent_59):
    client.force_login(agent_59)
    reponse = client.get(reverse("quartiers:liste"), {"recherche": "mot " * 1500})
    assert reponse.status_code == 200
    assert reponse.context["filtre"].form.errors["recherche"]


def test_une_adresse_impossible_n_existe_pas(client, agent_59):
    client.force_login(agent_59)
    assert client.get("/quartiers/a%00b/").status_code == 404
