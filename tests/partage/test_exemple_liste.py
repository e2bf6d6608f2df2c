"""La collection des exemples publiés, les propositions, leur export et leur impression."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from partage.models.exemple import LONGUEUR_MAXIMALE
from partage.views.exemple import EXEMPLES_PAR_PDF
from tests.factories import (
    AxeFactory,
    DepartementFactory,
    ExempleFactory,
    MesureFactory,
    RegionFactory,
    UtilisateurFactory,
)
from tests.tableaux import lire_csv

pytestmark = pytest.mark.django_db

COLLECTION = "partage:exemples"
PROPOSITIONS = "partage:propositions"
PDF = "partage:exemples_pdf"


@pytest.fixture
def agent(client, agent_59):
    client.force_login(agent_59)
    return client


@pytest.fixture
def var(db):
    """Un département d'une autre région que le Nord."""
    return DepartementFactory(code="83", region=RegionFactory(code="93", nom="PACA"))


def titres(reponse):
    return {str(exemple) for exemple in reponse.context["page_obj"]}


def pages(reponse):
    return [page.extract_text() for page in PdfReader(BytesIO(reponse.content)).pages]


def test_la_collection_est_nationale_et_ne_montre_que_le_publie(agent, var):
    ExempleFactory(departement=var, publie="Du Var")
    ExempleFactory(titre="Proposé par le Nord")
    assert titres(agent.get(reverse(COLLECTION))) == {"Du Var"}


def test_sans_perimetre_la_collection_est_vide(client):
    ExempleFactory(publie="Publié")
    client.force_login(UtilisateurFactory(role="agent"))
    assert titres(client.get(reverse(COLLECTION))) == set()


def test_la_recherche_ignore_les_accents(agent):
    ExempleFactory(publie="Élèves de troisième")
    ExempleFactory(publie="Apprentis")
    reponse = agent.get(reverse(COLLECTION), {"recherche": "eleves TROISIEME"})
    assert titres(reponse) == {"Élèves de troisième"}


def test_la_recherche_ne_trahit_pas_ce_que_le_cget_a_ote(agent):
    ExempleFactory(texte="L’entreprise Dupont", publie="Une entreprise")
    assert titres(agent.get(reverse(COLLECTION), {"recherche": "dupont"})) == set()


def test_la_collection_se_filtre_par_axe_mesure_et_region(agent, var):
    axe, mesure = AxeFactory(), MesureFactory()
    ExempleFactory(departement=var, axe=axe, mesure=mesure, publie="Cherché")
    ExempleFactory(publie="Autre")
    for filtre in ({"axe": axe.pk}, {"mesure": mesure.pk}, {"region": "93"}):
        assert titres(agent.get(reverse(COLLECTION), filtre)) == {"Cherché"}


def test_une_prefecture_ne_suit_que_ses_propositions(agent, var):
    ExempleFactory(departement=var, titre="Du Var")
    ExempleFactory(titre="Du Nord")
    assert titres(agent.get(reverse(PROPOSITIONS))) == {"Du Nord"}


def test_le_cget_a_la_file_des_propositions(client, cget, var):
    ExempleFactory(departement=var, titre="Du Var")
    ExempleFactory(publie="Publié")
    client.force_login(cget)
    assert titres(client.get(reverse(PROPOSITIONS), {"etat": "propose"})) == {"Du Var"}
    assert "Propositions à examiner (1)" in client.get(reverse(COLLECTION)).text


@pytest.mark.parametrize("role", ["region_32", "ministere", "administrateur"])
def test_les_propositions_ne_sont_pas_pour_les_autres(client, request, role):
    client.force_login(request.getfixturevalue(role))
    assert client.get(reverse(PROPOSITIONS)).status_code == 403


def test_l_export_porte_le_texte_publie_pas_l_original(agent):
    exemple = ExempleFactory(publie="Titre du CGET")
    (ligne,) = lire_csv(agent.get(reverse(COLLECTION), {"format": "csv"}))
    assert (ligne["titre"], ligne["texte"]) == ("Titre du CGET", "Texte relu par le CGET.")
    assert exemple.texte not in ligne.values()


def test_le_pdf_donne_une_page_a_chaque_exemple_filtre(agent, var):
    # Trois mille caractères, autant qu'un exemple peut en avoir, tiennent sur une page.
    long = ("Trente habitants reçus. " * 200)[:LONGUEUR_MAXIMALE]
    premier = ExempleFactory(publie="Premier")
    premier.texte_publie = long
    premier.publier()
    ExempleFactory(publie="Second")
    ExempleFactory(departement=var, publie="D’ailleurs")
    lues = pages(agent.get(reverse(PDF), {"region": "32"}))
    assert len(lues) == 2
    assert ["Second" in page for page in lues] == [True, False]
    assert ["Premier" in page for page in lues] == [False, True]


def test_un_exemple_s_imprime_seul(agent):
    exemple = ExempleFactory(publie="Seul")
    (page,) = pages(agent.get(reverse("partage:exemple_pdf", args=[exemple.pk])))
    assert "Texte relu par le CGET." in page


@pytest.mark.parametrize("nombre", [0, EXEMPLES_PAR_PDF + 1])
def test_un_pdf_vide_ou_trop_gros_est_refuse_en_gardant_le_filtre(agent, nombre):
    ExempleFactory.create_batch(nombre, publie="Un de trop")
    reponse = agent.get(reverse(PDF), {"region": "32"}, follow=True)
    assert reponse.redirect_chain == [(f"{reverse(COLLECTION)}?region=32", 302)]
    assert f"ce choix en compte {nombre}" in reponse.text


@pytest.mark.parametrize("liste", [COLLECTION, PROPOSITIONS])
def test_le_nombre_de_requetes_est_constant(agent, liste, django_assert_max_num_queries):
    axe, mesure = AxeFactory(), MesureFactory()
    for code in range(10, 40):
        exemple = {"departement__code": str(code), "axe": axe, "mesure": mesure}
        ExempleFactory(**exemple, publie="Publié")
        ExempleFactory(departement__code="59", axe=axe)
    with django_assert_max_num_queries(11):
        assert agent.get(reverse(liste)).status_code == 200


def test_le_nombre_de_requetes_d_un_export_est_constant(agent, django_assert_max_num_queries):
    for code in range(10, 40):
        ExempleFactory(departement__code=str(code), publie="Publié")
    with django_assert_max_num_queries(7):
        agent.get(reverse(COLLECTION), {"format": "csv"})


@pytest.mark.parametrize("extension", ["xlsx", "ods"])
def test_la_collection_s_exporte_en_classeur(agent, extension):
    ExempleFactory(publie="Titre du CGET")
    reponse = agent.get(reverse(COLLECTION), {"format": extension})
    assert f"exemples.{extension}" in reponse["Content-Disposition"]
    assert len(reponse.content) > 1000
