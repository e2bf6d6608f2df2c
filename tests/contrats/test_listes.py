"""Toutes les listes : recherche, filtres, tri, exports, nombre constant de requêtes."""

import pytest
from django.urls import reverse

from donnees import referentiels
from tests.factories import (
    CibleTerritorialeFactory,
    CollegeFactory,
    ContratFactory,
    EngagementFactory,
    ProjetFactory,
    ProtocoleFactory,
    QuartierFactory,
    SyntheseFactory,
)

pytestmark = pytest.mark.django_db

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


def peupler(nombre):
    """Crée `nombre` objets de chaque sorte dans le Nord, et deux fois plus de quartiers."""
    for rang in range(nombre):
        quartiers = [QuartierFactory(departement__code="59") for _ in range(2)]
        contrat = ContratFactory(departement__code="59", quartiers=quartiers)
        EngagementFactory(protocole__contrat=contrat)
        ProjetFactory(contrat=contrat)
        CibleTerritorialeFactory(departement__code="59", contrat=contrat)
        CollegeFactory(departement__code="59")
        SyntheseFactory(departement__code="59", periode=str(2019 + rang))


@pytest.mark.parametrize("extension", FORMATS)
def test_chaque_liste_s_exporte(client, cget, liste, extension):
    peupler(1)
    client.force_login(cget)
    reponse = client.get(reverse(liste), {"format": extension})
    assert reponse["Content-Type"] == FORMATS[extension]


def test_chaque_liste_a_recherche_filtre_et_tri(client, cget, liste):
    client.force_login(cget)
    champs = client.get(reverse(liste)).context["filtre"]
    formulaire = champs["form"] if isinstance(champs, dict) else champs.form
    assert {"recherche", "tri"} < set(formulaire.fields)


def test_chaque_liste_supporte_une_recherche_quelconque(client, cget, liste):
    peupler(1)
    client.force_login(cget)
    assert client.get(reverse(liste), {"recherche": "'%_ é\"<"}).status_code == 200


def test_une_liste_a_un_nombre_constant_de_requetes(
    client, agent_59, liste, django_assert_max_num_queries
):
    """Trente contrats et soixante quartiers coûtent autant de requêtes qu'un seul."""
    client.force_login(agent_59)
    peupler(30)
    with django_assert_max_num_queries(15):
        assert client.get(reverse(liste)).status_code == 200


def test_les_pages_d_un_contrat_ont_un_nombre_constant_de_requetes(
    client, agent_59, django_assert_max_num_queries
):
    peupler(1)
    contrat = ContratFactory(
        departement__code="59",
        quartiers=[QuartierFactory(departement__code="59") for _ in range(60)],
    )
    engagement = EngagementFactory(protocole__contrat=contrat)
    EngagementFactory.create_batch(30, protocole=engagement.protocole)
    ProjetFactory.create_batch(30, contrat=contrat)
    client.force_login(agent_59)
    for page in ("contrat", "protocole", "contrat_modifier", "engagement_ajouter"):
        with django_assert_max_num_queries(20):
            adresse = reverse(f"contrats:{page}", args=[contrat.pk])
            assert client.get(adresse).status_code == 200


def test_les_engagements_nationaux_se_cherchent_et_se_reprennent(client, agent_59):
    referentiels.charger_referentiels()
    contrat = ContratFactory(departement__code="59")
    client.force_login(agent_59)
    page = client.get(
        reverse("contrats:conventions_nationales"),
        {"recherche": "PRATIQUE SPORTIVE", "contrat": contrat.pk},
    )
    assert "Réduire les inégalités d’accès à la pratique sportive" in page.text
    assert reverse("contrats:engagement_ajouter", args=[contrat.pk]) in page.text


def test_la_page_cadre_mene_aux_suivis(client, cget):
    referentiels.charger_referentiels()
    client.force_login(cget)
    page = client.get(reverse("contrats:cadre")).text
    for attendu in ("14 novembre 2017", "Garantir les mêmes droits", "42", reverse("syntheses")):
        assert attendu in page


def test_un_caractere_de_controle_ne_casse_pas_l_export(client, cget):
    ContratFactory(nom="Contrat\x0bde Lille")
    client.force_login(cget)
    assert client.get(reverse("contrats:contrats"), {"format": "xlsx"}).status_code == 200


def test_un_filtre_faux_n_exporte_pas_toute_la_liste(client, cget):
    ContratFactory()
    client.force_login(cget)
    reponse = client.get(reverse("contrats:contrats"), {"departement": "zz", "format": "csv"})
    assert reponse["Content-Type"].startswith("text/html")


def test_les_contrats_sans_date_viennent_en_dernier_dans_les_deux_sens(client, cget):
    sans = ContratFactory()
    avec = ProtocoleFactory(avancement="signe", signe_le="2019-06-30").contrat
    client.force_login(cget)
    page = client.get(reverse("contrats:contrats"), {"tri": "signature"})
    assert list(page.context["page_obj"]) == [avec, sans]
