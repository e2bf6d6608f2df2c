"""La fiche territoriale : les chiffres du département, sa carte à l'échelle, une page de PDF."""

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html
from pypdf import PdfReader

from mesures.models import Appreciation
from quartiers.models import Contour
from tests.factories import ContratFactory, DepartementFactory, MesureFactory, QuartierFactory

pytestmark = pytest.mark.django_db
FICHE = "/territoires/59/"
# Un carré d'un centième de degré, à Lille.
LILLE = [[[3.05, 50.62], [3.06, 50.62], [3.06, 50.63], [3.05, 50.63], [3.05, 50.62]]]


@pytest.fixture
def quartier():
    departement = DepartementFactory(code="59", nom="Nord")
    quartier = QuartierFactory(
        departement=departement, code="QN05901M", millesime=2024, population=2100, defm=300
    )
    Contour.objects.create(quartier=quartier, polygones=[LILLE])
    return quartier


def test_la_fiche_additionne_les_quartiers_de_la_liste_en_vigueur(client, agent_59, quartier):
    QuartierFactory(
        departement=quartier.departement, code="QN05902M", millesime=2024, population=900, defm=None
    )
    QuartierFactory(
        departement=quartier.departement, code="QP059001", millesime=2015, population=5000
    )
    client.force_login(agent_59)
    totaux = client.get(FICHE).context["totaux"]
    assert (totaux["nombre"], totaux["population"], totaux["defm"], totaux["sans_defm"]) == (
        2,
        3000,
        300,
        1,
    )


def test_chaque_quartier_dessine_mene_a_sa_page(client, agent_59, quartier):
    client.force_login(agent_59)
    assert f'<a href="{quartier.get_absolute_url()}"><title>' in client.get(FICHE).text


def test_sans_contour_la_fiche_le_dit_et_garde_sa_liste(client, agent_59, quartier):
    Contour.objects.all().delete()
    client.force_login(agent_59)
    page = client.get(FICHE)
    assert page.context["atlas"] is None
    assert "Aucun contour connu" in page.text
    assert quartier.nom in page.text


@pytest.mark.parametrize("nombre", [1, 30])
def test_la_fiche_tient_sur_une_page_a4(client, agent_59, quartier, nombre):
    for rang in range(nombre):
        ContratFactory(departement=quartier.departement, nom=f"Contrat de l’agglomération {rang}")
    client.force_login(agent_59)
    pdf = PdfReader(io.BytesIO(client.get(f"{FICHE}pdf/").content))
    assert len(pdf.pages) == 1
    assert f"{timezone.localdate():%Y}" in pdf.pages[0].extract_text()


@pytest.mark.long
def test_la_fiche_de_contrats_aux_noms_sans_fin_dit_ce_qu_elle_ne_garde_pas(
    client, agent_59, quartier
):
    nom = "Contrat de ville de la communauté d’agglomération et des communes associées " * 2
    for rang in range(12):
        ContratFactory(departement=quartier.departement, nom=f"{nom}{rang}")
    client.force_login(agent_59)
    (page,) = PdfReader(io.BytesIO(client.get(f"{FICHE}pdf/").content)).pages
    assert "premiers sur 12" in " ".join(page.extract_text().split())


def test_la_fiche_d_ailleurs_ne_se_lit_pas(client, agent_13, quartier):
    client.force_login(agent_13)
    assert client.get(FICHE).status_code == 404


@pytest.mark.parametrize("nombre", [2, 30])
def test_la_fiche_a_un_nombre_constant_de_requetes(
    client, agent_59, quartier, django_assert_max_num_queries, nombre
):
    for rang in range(nombre):
        autre = QuartierFactory(
            departement=quartier.departement, code=f"QN059{rang + 10}M", millesime=2024
        )
        Contour.objects.create(quartier=autre, polygones=[LILLE])
        ContratFactory(departement=quartier.departement).quartiers.add(autre)
    client.force_login(agent_59)
    # Un envoi hors portail se cherche par genre, le chemin d'un total en trois lectures, exemples
    # et journées en une chacun.
    with django_assert_max_num_queries(35):
        client.get(FICHE)


def test_la_fiche_dit_les_niveaux_que_le_prefet_a_valides(client, agent_59, quartier):
    dites = {
        "18": [("lancement", "2020-01-01"), ("atteint", "2020-06-01")],
        "19": [("atteint", "2020-01-01")],
        "20": [("deploiement", "2020-01-01")],
    }
    for code, suite in dites.items():
        for niveau, le in suite:
            Appreciation.objects.create(
                mesure=MesureFactory(code=code),
                departement=quartier.departement,
                niveau=niveau,
                le=le,
                validee_le=timezone.now(),
            )
    # Proposée par un agent, elle n'est pas encore celle du préfet.
    Appreciation.objects.create(
        mesure=MesureFactory(code="21"), departement=quartier.departement, niveau="lancement"
    )
    client.force_login(agent_59)
    texte = " ".join(client.get(FICHE).text.split())
    assert (
        "apprécie, déclinées ou non&nbsp;: objectif atteint, 2 ; en cours de déploiement, 1."
        in texte
    )


def test_sans_appreciation_la_fiche_le_dit(client, agent_59, quartier):
    client.force_login(agent_59)
    assert "Le préfet n’a apprécié aucune mesure." in client.get(FICHE).text


def test_un_chiffre_inconnu_n_est_ni_zero_ni_none(client, agent_59, quartier):
    quartier.population, quartier.pru = None, quartier.Pru.INCONNU
    quartier.save()
    client.force_login(agent_59)
    texte = client.get(FICHE).text
    assert "<strong>-</strong> habitants" in texte
    assert "<strong>-</strong> projet" in texte
    assert "Aucun résultat enregistré." in texte


def test_le_tableau_mene_a_la_fiche_et_la_fiche_a_l_animation(client, cget, quartier):
    client.force_login(cget)
    fiche = reverse("territoires:fiche", args=[quartier.departement_id])
    tableau = html.fromstring(client.get(reverse("national:tableau")).text)
    assert tableau.xpath(f"//th[@scope='row']/a[@href='{fiche}']")
    animation = reverse("paqte:animation", args=[quartier.departement_id])
    assert f'href="{animation}"' in client.get(fiche).text
