"""L'atteinte des objectifs : atteint, en route, en retard, muet ; page, export, PDF."""

import datetime

import pytest
from django.urls import reverse

from mesures.objectifs import dresser_objectifs, juger
from mesures.releve import Releve
from tests.factories import IndicateurNationalFactory, ValeurFactory
from tests.tableaux import lire_csv

pytestmark = pytest.mark.django_db

ADRESSE = reverse("mesures:objectifs")
LE = datetime.date(2019, 6, 30)


def atteinte(au=LE, nombre=50, oui_non=None, **champs):
    """Rend où en est, à la date `au`, un indicateur dont la valeur du 30 juin 2019 est `nombre`."""
    indicateur = IndicateurNationalFactory(**champs)
    valeur = ValeurFactory(indicateur=indicateur, nombre=nombre, oui_non=oui_non, le=LE)
    return juger(indicateur, Releve(indicateur, [valeur]), au).atteinte


DANS_UN_AN = LE + datetime.timedelta(days=365)


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"cible": 50}, "atteint"),
        ({"cible": 51}, "en_route"),
        ({"cible": 49, "sens": "baisse"}, "en_route"),
        ({"cible": 50, "sens": "baisse"}, "atteint"),
        ({"cible": 51, "cible_le": LE}, "en_retard"),
        ({"cible": 51, "cible_le": LE + datetime.timedelta(days=1)}, "en_route"),
        ({"cible": None}, "sans_cible"),
        ({"nature": "oui_non", "oui_non": True, "nombre": None}, "atteint"),
        ({"nature": "oui_non", "oui_non": False, "nombre": None}, "en_route"),
        ({"nature": "texte", "nombre": None}, "sans_cible"),
        ({"cible": 50, "nombre": None}, "muet"),
        ({"cible": 51, "au": DANS_UN_AN}, "en_route"),
        ({"cible": 51, "au": DANS_UN_AN + datetime.timedelta(days=1)}, "muet"),
        ({"cible": 50, "au": DANS_UN_AN + datetime.timedelta(days=1)}, "atteint"),
    ],
)
def test_un_objectif_est_atteint_en_route_en_retard_ou_muet(champs, attendu):
    assert atteinte(**champs) == attendu


@pytest.mark.parametrize(
    ("le", "valeur", "attendu"),
    [
        ("2019-06-30", 50, "en_route"),
        ("2019-06-30", 60, "en_retard"),
        ("2019-07-01", 60, "en_route"),
    ],
)
def test_une_cible_intermediaire_passee_met_en_retard(le, valeur, attendu):
    indicateur = IndicateurNationalFactory(cible=100)
    indicateur.jalons.create(le=le, valeur=valeur)
    lue = ValeurFactory(indicateur=indicateur, nombre=50, le=LE)
    objectif = juger(indicateur, Releve(indicateur, [lue]), LE)
    assert objectif.atteinte == attendu


def test_sans_valeur_un_objectif_est_muet(cget):
    IndicateurNationalFactory(cible=10)
    [objectif] = dresser_objectifs(cget, LE)
    assert objectif.atteinte == "muet"


def test_un_chiffre_donne_en_passant_n_est_pas_un_objectif(cget):
    IndicateurNationalFactory(complementaire=True)
    assert dresser_objectifs(cget, LE) == []


def test_sans_valeur_nationale_la_somme_des_departements_fait_foi(cget, agent_59):
    indicateur = IndicateurNationalFactory(cible=150)
    for code in ("59", "62"):
        ValeurFactory(indicateur=indicateur, code=code, nombre=100, le=LE)
    [objectif] = dresser_objectifs(cget, LE)
    assert (objectif.atteinte, objectif.departements) == ("atteint", 2)
    # Une préfecture ne lit pas toutes les valeurs : leur somme dirait faux.
    assert dresser_objectifs(agent_59, LE)[0].atteinte == "muet"


def test_le_rapport_compte_filtre_et_s_exporte(client, cget):
    atteint = IndicateurNationalFactory(cible=50)
    ValeurFactory(indicateur=atteint, nombre=50, le=LE)
    IndicateurNationalFactory(cible=50)
    client.force_login(cget)
    page = client.get(ADRESSE, {"au": LE.isoformat(), "atteinte": "atteint"})
    assert [objectif.indicateur for objectif in page.context["lignes"]] == [atteint]
    assert dict(page.context["comptes"]) == {
        "atteint": 1,
        "en_route": 0,
        "en_retard": 0,
        "muet": 1,
        "sans_cible": 0,
    }
    lignes = lire_csv(client.get(ADRESSE, {"au": LE.isoformat(), "format": "csv"}))
    assert [ligne["atteinte"] for ligne in lignes] == ["Atteint", "Muet"]


@pytest.mark.usefixtures("sans_rendu")
def test_le_rapport_en_pdf_dit_qu_il_est_un_extrait(client, cget):
    ValeurFactory(indicateur=IndicateurNationalFactory(cible=50), nombre=50, le=LE)
    client.force_login(cget)
    texte = client.get(reverse("mesures:objectifs_pdf"), {"atteinte": "atteint"}).text
    assert "<strong>Extrait.</strong>" in texte
    assert "Atteint" in texte


def test_une_date_fausse_mene_a_la_page_qui_le_dit(client, cget):
    client.force_login(cget)
    reponse = client.get(reverse("mesures:objectifs_pdf"), {"au": "hier"})
    assert reponse.url == f"{ADRESSE}?au=hier"


@pytest.mark.parametrize("nombre", [1, 30])
def test_le_nombre_de_requetes_est_constant(client, cget, django_assert_max_num_queries, nombre):
    for _ in range(nombre):
        indicateur = IndicateurNationalFactory(cible=50)
        indicateur.jalons.create(le=LE, valeur=10)
        ValeurFactory(indicateur=indicateur, code="59")
    client.force_login(cget)
    with django_assert_max_num_queries(12):
        client.get(ADRESSE)
