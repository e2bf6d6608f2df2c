"""Comparer : par habitant, face aux semblables ; par axe, face à la nation ; par entreprise."""

import datetime
from statistics import median

import pytest
from django.urls import reverse
from lxml import html

from national.comparaison import dire_les_extremes
from paqte.models import Convention
from tests.factories import (
    AxeFactory,
    CampagneFactory,
    CibleFactory,
    ConventionFactory,
    DepartementFactory,
    EntrepriseFactory,
    IndicateurFactory,
    QuartierFactory,
    ResultatFactory,
)

pytestmark = pytest.mark.django_db
PAGE, ENTREPRISES = reverse("national:comparaison"), reverse("national:entreprises")
EN_2019 = {"annee": "2019", "semestre": "2019-s1"}
# Code, région, habitants, demandeurs d'emploi, résultat.
TERRITOIRES = [
    ("01", "84", 1000, 100, 5),
    ("02", "32", 2000, 100, 30),
    ("03", "84", 10_000, 900, 20),
    ("04", "93", 20_000, 900, 20),
    ("05", "93", 100_000, 9000, 100),
    ("59", "32", 200_000, 9000, 500),
]


@pytest.fixture
def indicateur():
    CampagneFactory()
    CampagneFactory(genre="synthese", periode="2019")
    axe = AxeFactory(nom="Recruter")
    indicateur = IndicateurFactory(code="recrutements", unite="recrutements", axe=axe)
    for code, region, population, defm, valeur in TERRITOIRES:
        departement = DepartementFactory(code=code, nom=f"D{code}", region__code=region)
        QuartierFactory(departement=departement, millesime=2015, population=population, defm=defm)
        saisir(indicateur, departement, valeur)
    return indicateur


def saisir(indicateur, departement, valeur, **entreprise):
    convention = ConventionFactory(
        entreprise=EntrepriseFactory(departement=departement, **entreprise),
        date_signature=datetime.date(2019, 1, 1),
        axes=[indicateur.axe],
    )
    CibleFactory(convention=convention, indicateur=indicateur, valeur=2 * valeur)
    ResultatFactory(convention=convention, indicateur=indicateur, valeur=valeur)


def comparaison(client, **choix):
    return client.get(PAGE, EN_2019 | choix).context["comparaison"]


@pytest.mark.usefixtures("indicateur")
def test_les_departements_se_rangent_par_habitant_de_leurs_quartiers(client, cget):
    client.force_login(cget)
    lus = [(r.rang, r.departement.pk, r.taux) for r in comparaison(client).rangs]
    assert lus == [
        (1, "02", 15),
        (2, "01", 5),
        (3, "59", 2.5),
        (4, "03", 2),
        (5, "04", 1),
        (5, "05", 1),
    ]


@pytest.mark.usefixtures("indicateur")
def test_ou_par_demandeur_d_emploi(client, cget):
    client.force_login(cget)
    rangs = comparaison(client, par="defm").rangs
    assert [r.departement.pk for r in rangs[:3]] == ["02", "59", "01"]


@pytest.mark.usefixtures("indicateur")
def test_chacun_est_face_a_la_mediane_de_ceux_de_sa_taille(client, cget):
    client.force_login(cget)
    lus = {r.departement.pk: r for r in comparaison(client).rangs}
    for semblables in (("01", "02"), ("03", "04"), ("05", "59")):
        attendue = median(lus[code].taux for code in semblables)
        assert {lus[code].mediane for code in semblables} == {attendue}
    assert lus["59"].ecart == lus["59"].taux - lus["59"].mediane


@pytest.mark.usefixtures("indicateur")
def test_un_quartier_sans_chiffre_ote_le_rang_et_non_le_resultat(client, cget):
    QuartierFactory(
        departement=DepartementFactory(code="02"), code="QP002099", millesime=2015, population=None
    )
    client.force_login(cget)
    lue = comparaison(client)
    assert "02" not in {r.departement.pk for r in lue.rangs}
    (sans,) = [r for r in lue.sans_taux if r.departement.pk == "02"]
    assert sans.cumul == 30


@pytest.mark.usefixtures("indicateur")
def test_les_regions_se_rangent_d_apres_leurs_departements_classes(client, cget):
    # Sans chiffre, un quartier de plus ôte le 03 du classement, donc de sa région.
    QuartierFactory(
        departement=DepartementFactory(code="03"), code="QP003099", millesime=2015, population=None
    )
    client.force_login(cget)
    page = client.get(PAGE, EN_2019)
    lues = [
        (ligne.region.pk, ligne.departements, ligne.cumul, float(ligne.taux))
        for ligne in page.context["comparaison"].regions
    ]
    # 530 pour 202 000 habitants ; 5 pour 1 000 ; 120 pour 120 000.
    assert lues == [("84", 1, 5, 5.0), ("32", 2, 530, 2.6), ("93", 2, 120, 1.0)]
    (table,) = html.fromstring(page.text).xpath("//table[contains(caption, 'Régions')]")
    for adresse in table.xpath(".//a/@href"):
        lue = client.get(PAGE + adresse).context["comparaison"]
        assert len(lue.regions) == 1


@pytest.mark.usefixtures("indicateur")
def test_une_region_lit_son_rang_dans_la_nation_et_rien_des_autres(client, region_32):
    client.force_login(region_32)
    reponse = client.get(PAGE, EN_2019)
    lue = reponse.context["comparaison"]
    assert [(r.rang, r.departement.pk) for r in lue.rangs] == [(1, "02"), (3, "59")]
    assert lue.classes == 6
    assert "D01" not in reponse.text


@pytest.mark.usefixtures("indicateur")
def test_une_region_se_voit_a_cote_de_la_nation(client, cget):
    client.force_login(cget)
    contexte = client.get(PAGE, EN_2019 | {"region": "32"}).context
    (ligne,), (nation,) = contexte["resultats"], contexte["nation"].totaux.values()
    assert (ligne["total"].cumul, nation.cumul) == (530, 675)
    part = round(100 * 530 / 675)
    assert ligne["parts"] == [50, ligne["total"].rythme, part, 50, nation.rythme]


@pytest.mark.usefixtures("indicateur")
def test_chaque_axe_a_ses_conventions_et_ses_entreprises(client, cget):
    client.force_login(cget)
    connue = Convention.objects.first()
    ailleurs = EntrepriseFactory(departement__code="60", siren=connue.entreprise.siren)
    ConventionFactory(entreprise=ailleurs, axes=connue.axes.all())
    ((axe, conventions, entreprises),) = client.get(PAGE, EN_2019).context["axes"]
    assert (str(axe), conventions, entreprises) == ("Recruter", 7, 6)


def test_la_phrase_dit_les_extremes_la_mediane_et_l_ecart():
    assert dire_les_extremes({"Nord": 12, "Gard": 3, "Ain": 5, "Var": None}, "pour 1 000") == (
        "Le plus : Nord, 12 ; le moins : Gard, 3 ; médiane, 5 ; écart, 9 (pour 1 000)."
    )
    assert dire_les_extremes({"Var": None}, "") == "Aucun nombre connu."


def test_une_entreprise_compte_une_fois_dans_tous_ses_departements(client, cget, indicateur):
    siren = "552100554"
    for code in ("01", "59"):
        departement = DepartementFactory(code=code)
        saisir(indicateur, departement, 400, nom="Grande", siren=siren)
    client.force_login(cget)
    contexte = client.get(ENTREPRISES, EN_2019).context
    premiere, seconde, *_ = contexte["entreprises"]
    assert (premiere["nom"], premiere["siren"], premiere["departements"], premiere["cumul"]) == (
        "Grande",
        siren,
        2,
        800,
    )
    assert seconde["cumul"] == 500
    assert contexte["total"] == 675 + 800
    assert float(premiere["part"]) == 54.2


@pytest.mark.usefixtures("indicateur")
@pytest.mark.parametrize("adresse", [PAGE, ENTREPRISES])
def test_chaque_page_a_un_nombre_borne_de_requetes(
    client, cget, adresse, django_assert_max_num_queries
):
    client.force_login(cget)
    client.get(adresse, EN_2019 | {"region": "32"})
    # Les périodes proposées sont celles d'une campagne, ou d'une remontée.
    with django_assert_max_num_queries(16):
        client.get(adresse, EN_2019 | {"region": "32"})


def test_sans_indicateur_les_pages_le_disent(client, cget):
    client.force_login(cget)
    for adresse in (PAGE, ENTREPRISES):
        assert client.get(adresse).status_code == 200


@pytest.mark.usefixtures("indicateur")
def test_chaque_departement_compare_mene_a_sa_fiche(client, cget):
    client.force_login(cget)
    page = html.fromstring(client.get(PAGE, EN_2019).text)
    liens = page.xpath("//main//a[starts-with(@href, '/territoires/')]/@href")
    assert {client.get(lien).status_code for lien in liens} == {200}
