"""Les cartes : suivi, PAQTE par habitant, indicateur, appréciations ; la liste dit les chiffres."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from mesures.models import Appreciation
from quartiers.models import Departement
from tests.factories import (
    CampagneFactory,
    ConventionFactory,
    DepartementFactory,
    IndicateurFactory,
    IndicateurNationalFactory,
    MesureFactory,
    QuartierFactory,
    ResultatFactory,
    ValeurFactory,
)

pytestmark = pytest.mark.django_db
PAGE = reverse("national:cartes")
EN_2019 = {"annee": "2019", "semestre": "2019-s1"}


@pytest.fixture(autouse=True)
def _campagnes(db):
    CampagneFactory()
    CampagneFactory(genre="synthese", periode="2019")


def carte(client, nom, **choix):
    return client.get(PAGE, EN_2019 | {"carte": nom} | choix).context["carte"]


def classes(lue):
    return {d.pk: etat[1] for etat, groupe in lue["groupes"] for d, _ in groupe}


@pytest.fixture
def indicateur():
    """Un indicateur national, et ses valeurs de huit départements ; un neuvième n'en a pas."""
    indicateur = IndicateurNationalFactory(code="19-1", libelle="Stages", unite="stages")
    for rang in range(8):
        ValeurFactory(indicateur=indicateur, code=f"0{rang + 1}", nombre=10 * rang)
    DepartementFactory(code="59")
    return indicateur


@pytest.mark.usefixtures("indicateur")
def test_les_valeurs_d_un_indicateur_font_quatre_paliers_egaux(client, cget):
    client.force_login(cget)
    lue = carte(client, "valeur-19-1")
    tailles = {etat[1]: len(groupe) for etat, groupe in lue["groupes"]}
    assert tailles == {"attente": 1, **{f"palier-{n}": 2 for n in (1, 2, 3, 4)}}
    assert classes(lue)["08"] == "palier-4"
    libelles = [etat[2] for etat, _ in lue["groupes"]]
    assert libelles == ["Sans valeur", "De 0 à 10", "De 20 à 30", "De 40 à 50", "De 60 à 70"]


@pytest.mark.usefixtures("indicateur")
def test_la_bulle_et_la_liste_disent_le_chiffre_et_la_classe(client, cget):
    client.force_login(cget)
    page = html.fromstring(client.get(PAGE, EN_2019 | {"carte": "valeur-19-1"}).text)
    bulles = page.xpath("//*[local-name()='svg']//a/*[local-name()='title']/text()")
    nom = Departement.objects.get(code="08")
    assert f"{nom} : 70 stages, De 60 à 70" in bulles
    (ligne,) = page.xpath("//details//li[a[@href='/territoires/08/']]")
    assert ligne.text_content().strip().endswith(" : 70 stages")


@pytest.mark.usefixtures("indicateur")
def test_la_phrase_de_la_carte_est_celle_de_ses_chiffres(client, cget):
    client.force_login(cget)
    assert "médiane, 35 ; écart, 70 (stages)." in carte(client, "valeur-19-1")["phrase"]


def test_le_paqte_se_lit_pour_mille_habitants(client, cget):
    indicateur = IndicateurFactory(code="recrutements", unite="recrutements")
    for code, valeur in (("59", 30), ("62", 6)):
        departement = DepartementFactory(code=code)
        QuartierFactory(departement=departement, millesime=2015, population=2000)
        ResultatFactory(
            convention=ConventionFactory(
                entreprise__departement=departement, date_signature=datetime.date(2019, 1, 1)
            ),
            indicateur=indicateur,
            valeur=valeur,
        )
    client.force_login(cget)
    lue = carte(client, "paqte-recrutements")
    chiffres = {d.pk: chiffre for _, groupe in lue["groupes"] for d, chiffre in groupe}
    assert chiffres["59"].startswith("15 recrutements pour")
    assert classes(lue) == {"59": "palier-4", "62": "palier-1"}


def test_les_appreciations_validees_se_cartographient(client, cget):
    mesure = MesureFactory(code="12")
    for code, validee_le in (("59", timezone.now()), ("62", None)):
        Appreciation.objects.create(
            mesure=mesure,
            departement=DepartementFactory(code=code),
            niveau="atteint",
            le="2019-06-01",
            validee_le=validee_le,
        )
    client.force_login(cget)
    lue = carte(client, "appreciation-12")
    assert classes(lue) == {"59": "palier-4", "62": "attente"}
    assert lue["phrase"] == "Sans appréciation, 1 ; objectif atteint, 1."


@pytest.mark.parametrize("nom", ["bilan", "protocoles", "referent", ""])
def test_le_suivi_y_est_aussi(client, cget, nom):
    DepartementFactory(code="59")
    client.force_login(cget)
    assert list(classes(carte(client, nom))) == ["59"]


def test_une_carte_inconnue_se_dit_et_ne_casse_rien(client, cget):
    DepartementFactory(code="59")
    client.force_login(cget)
    page = client.get(PAGE, {"carte": "valeur-inconnue"})
    assert page.status_code == 200
    assert page.context["filtre"]["form"].errors


@pytest.mark.usefixtures("indicateur")
def test_une_region_ne_voit_que_les_siens(client, region_32):
    client.force_login(region_32)
    DepartementFactory(code="13", region__code="93")
    assert "13" not in classes(carte(client, "valeur-19-1"))


@pytest.mark.usefixtures("indicateur")
@pytest.mark.parametrize("nom", ["valeur-19-1", "bilan"])
def test_la_page_a_un_nombre_borne_de_requetes(client, cget, nom, django_assert_max_num_queries):
    client.force_login(cget)
    carte(client, nom)
    # Périodes d'une campagne ou d'une remontée, délais accordés, envois hors portail par genre.
    with django_assert_max_num_queries(20):
        carte(client, nom)


@pytest.mark.parametrize(
    ("page", "champ"),
    [("national:cartes", "carte"), ("national:comparaison", "indicateur")],
)
def test_ce_qu_on_est_venu_choisir_n_est_pas_replie(client, cget, page, champ):
    client.force_login(cget)
    lue = html.fromstring(client.get(reverse(page)).text)
    (choix,) = lue.xpath(f"//form//select[@name='{champ}']")
    assert choix.xpath("ancestor::details") == []
