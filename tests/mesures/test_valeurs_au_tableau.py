"""Ce que le tableau des mesures dit des valeurs : leur date, leur somme, leur progrès."""

import datetime

import pytest
from django.urls import reverse

from donnees import referentiels
from mesures.models import Indicateur
from tests.factories import (
    CibleTerritorialeFactory,
    DepartementFactory,
    EngagementFactory,
    IndicateurNationalFactory,
    ValeurFactory,
)

pytestmark = pytest.mark.django_db

ADRESSE = reverse("mesures:tableau")
JANVIER = {"au": "2019-01-31"}


@pytest.fixture
def annexe_3(db):
    referentiels.charger_referentiels()


def test_la_valeur_du_territoire_se_lit_face_a_sa_cible(client, agent_59):
    valeur = ValeurFactory(code="59", nombre=15)
    mesure = valeur.indicateur.mesure
    EngagementFactory(protocole__contrat__departement__code="59", mesures=[mesure])
    CibleTerritorialeFactory(departement__code="59", indicateur=valeur.indicateur, cible=30)
    client.force_login(agent_59)
    (ligne,) = client.get(ADRESSE, {"departement": "59"}).context["lignes"]
    (indicateur,) = ligne.indicateurs
    assert (indicateur.territoriale.derniere, indicateur.progres_territorial) == (valeur, 50)


@pytest.mark.usefixtures("annexe_3")
def test_le_total_et_les_26_mesures_de_la_lettre_se_lisent_sous_les_niveaux(client, cget):
    client.force_login(cget)
    page = client.get(ADRESSE, JANVIER).text
    assert "26 des 40 mesures sont atteintes ou en cours de déploiement" in " ".join(page.split())
    assert '<th scope="row">Total</th>' in page


@pytest.mark.usefixtures("annexe_3")
def test_chaque_valeur_dit_sa_date(client, cget):
    client.force_login(cget)
    page = " ".join(client.get(ADRESSE).text.split())
    assert "<strong>15 QRR</strong> le 30 septembre 2018 (25&nbsp;% de la cible)" in page


def ligne_de(client, indicateur):
    """Rend la ligne de cet indicateur au tableau."""
    lignes = client.get(ADRESSE).context["lignes"]
    return next(li for ligne in lignes for li in ligne.indicateurs if li.indicateur == indicateur)


def test_sans_valeur_nationale_le_tableau_donne_la_somme_des_departements(client, cget):
    nord = ValeurFactory(departement=DepartementFactory(code="59"), nombre=30)
    indicateur = nord.indicateur
    ValeurFactory(indicateur=indicateur, departement=DepartementFactory(code="62"), nombre=12)
    client.force_login(cget)
    somme = ligne_de(client, indicateur).somme
    assert (somme.nombre, somme.departements) == (42, 2)
    ValeurFactory(indicateur=indicateur, nombre=50)
    assert ligne_de(client, indicateur).somme is None


def test_une_prefecture_ne_lit_pas_une_somme_de_ce_qu_elle_ne_voit_pas(client, agent_59):
    nord = ValeurFactory(departement=DepartementFactory(code="59"), nombre=30)
    client.force_login(agent_59)
    assert ligne_de(client, nord.indicateur).somme is None


@pytest.mark.parametrize(
    ("grandeur", "depart", "attendu"),
    [
        (50_000, 50_000, 0),
        (65_000, 50_000, 50),
        (80_000, 50_000, 100),
        (40_000, 50_000, 0),
        (90_000, 50_000, 100),
        (40_000, None, 50),
    ],
)
def test_le_progres_se_compte_du_point_de_depart(grandeur, depart, attendu):
    assert Indicateur(cible=80_000, depart=depart).progres(grandeur) == attendu


def test_une_baisse_se_compte_aussi_du_point_de_depart():
    assert Indicateur(cible=10, depart=30, sens="baisse").progres(20) == 50


@pytest.mark.usefixtures("annexe_3")
def test_passer_de_50_a_80_000_part_de_50_000():
    assert Indicateur.objects.get(code="21-1").progres(50_000) == 0


def test_une_etincelle_suit_les_valeurs_nationales(client, cget):
    indicateur = IndicateurNationalFactory()
    for annee, nombre in ((2019, 10), (2020, 30), (2021, 20)):
        ValeurFactory(indicateur=indicateur, le=datetime.date(annee, 6, 30), nombre=nombre)
    client.force_login(cget)
    ligne = client.get(reverse("mesures:tableau")).context["tableau"].lignes[0].indicateurs[0]
    assert ligne.serie == [10, 30, 20]
    assert ligne.nationale.grandeur == 20


def test_l_etincelle_ne_remonte_qu_a_dix_ans(client, cget):
    indicateur = IndicateurNationalFactory()
    for annee, nombre in ((2014, 1), (2017, 2), (2025, 3)):
        ValeurFactory(indicateur=indicateur, le=datetime.date(annee, 12, 31), nombre=nombre)
    client.force_login(cget)
    (ligne,) = client.get(ADRESSE, {"au": "2026-06-30"}).context["lignes"]
    assert ligne.indicateurs[0].serie == [2, 3]
