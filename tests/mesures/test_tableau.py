"""Le tableau des 40 mesures : niveaux à une date, comptes, territoire, PDF."""

import datetime
import html
import re
from io import BytesIO
from operator import attrgetter

import pytest
from django.urls import reverse
from lxml import html as lxml_html
from pypdf import PdfReader

from contrats.models.engagement import EngagementQuerySet
from donnees import referentiels
from mesures.models import ChangementDeNiveau, Indicateur, Mesure
from tests.factories import (
    CibleTerritorialeFactory,
    ContratFactory,
    DepartementFactory,
    EngagementFactory,
    MesureFactory,
    UtilisateurFactory,
    ValeurFactory,
)

pytestmark = pytest.mark.django_db

ADRESSE = reverse("mesures:tableau")
JANVIER = {"au": "2019-01-31"}


@pytest.fixture
def annexe_3(db):
    referentiels.charger_referentiels()


@pytest.mark.usefixtures("annexe_3")
def test_les_totaux_de_janvier_2019_sont_ceux_de_l_annexe_3(client, cget):
    client.force_login(cget)
    comptes = client.get(ADRESSE, JANVIER).context["tableau"].comptes
    assert [(c["nombre"], c["part"]) for c in comptes] == [(3, 8), (1, 3), (22, 55), (14, 35)]


@pytest.mark.usefixtures("annexe_3")
def test_1a_et_1b_ne_font_pas_42_mesures(client, cget):
    client.force_login(cget)
    page = client.get(ADRESSE).text
    assert "<strong>40</strong> mesures et 2 déclinaisons (1.a, 1.b)" in page


@pytest.mark.usefixtures("annexe_3")
def test_le_sommaire_mene_a_chaque_axe_montre(client, cget):
    client.force_login(cget)
    page = lxml_html.fromstring(client.get(ADRESSE).text)
    liens = page.xpath("//nav[contains(@class, 'fr-summary')]//a")
    assert len(liens) == 3
    for lien in liens:
        (titre,) = page.xpath("//h2[@id=$ancre]", ancre=lien.get("href")[1:])
        assert titre.text == lien.text
    # Une seule table n'a pas besoin de sommaire.
    assert "fr-summary" not in client.get(ADRESSE, {"recherche": "stages de 3e"}).text


@pytest.mark.usefixtures("annexe_3")
def test_un_changement_vaut_a_partir_de_sa_date(client, cget):
    mesure = Mesure.objects.get(code="14")
    ChangementDeNiveau.objects.create(
        mesure=mesure, niveau="deploiement", le=datetime.date(2019, 9, 1), motif="Labellisation"
    )
    client.force_login(cget)

    def niveau(date):
        lignes = client.get(ADRESSE, {"au": date}).context["lignes"]
        return next(ligne.niveau for ligne in lignes if ligne.mesure == mesure)

    assert (niveau("2019-08-31"), niveau("2019-09-01")) == ("lancement", "deploiement")


def test_le_tableau_d_une_date_passee_ne_montre_pas_la_valeur_d_apres(client, cget):
    DepartementFactory(code="59")
    mars = ValeurFactory(nombre=40, le=datetime.date(2019, 3, 31))
    ValeurFactory(indicateur=mars.indicateur, nombre=70, le=datetime.date(2019, 6, 30))
    client.force_login(cget)
    for au, nombre in (("2019-03-30", None), ("2019-06-29", 40), ("2019-06-30", 70)):
        (ligne,) = client.get(ADRESSE, {"au": au}).context["lignes"]
        nationale = ligne.indicateurs[0].nationale
        assert (nationale and nationale.grandeur) == nombre, au


@pytest.mark.usefixtures("annexe_3")
def test_deux_dates_se_comparent(client, cget):
    mesure = Mesure.objects.get(code="14")
    ChangementDeNiveau.objects.create(
        mesure=mesure, niveau="atteint", le=datetime.date(2019, 9, 1), motif="Fait"
    )
    client.force_login(cget)
    page = client.get(ADRESSE, {"au": "2019-12-31", "depuis": "2019-01-31"})
    assert [ligne.mesure for ligne in page.context["lignes"] if ligne.a_change] == [mesure]
    assert "était : En cours de lancement" in page.text


@pytest.mark.usefixtures("annexe_3")
@pytest.mark.parametrize(
    ("filtre", "nombre"),
    [
        ({"niveau": "atteint"}, 3),
        ({"recherche": "expérimenter cités ÉDUCATIVES"}, 1),
        ({"recherche": "e2c"}, 1),
        ({"recherche": "introuvable"}, 0),
    ],
)
def test_les_filtres_limitent_les_lignes(client, cget, filtre, nombre):
    client.force_login(cget)
    assert len(client.get(ADRESSE, JANVIER | filtre).context["lignes"]) == nombre


@pytest.mark.parametrize("date", ["2018-12-31", "hier", "2019-13-01", "2999-01-01"])
@pytest.mark.parametrize("page", ["mesures:tableau", "mesures:alertes"])
def test_une_date_fausse_est_dite(client, cget, date, page):
    client.force_login(cget)
    assert "Un filtre n’est pas appliqué" in client.get(reverse(page), {"au": date}).text


def test_un_tableau_se_compare_a_un_plus_ancien(client, cget):
    client.force_login(cget)
    page = client.get(ADRESSE, {"au": "2019-06-30", "depuis": "2019-07-01"})
    assert "Comparez à un tableau plus ancien." in page.text


@pytest.mark.parametrize("date", ["2018-12-31", "2999-01-01"])
def test_un_niveau_n_est_ni_d_avant_la_circulaire_ni_a_venir(client, cget, date):
    mesure = MesureFactory()
    client.force_login(cget)
    champs = {"niveau": "atteint", "le": date, "motif": "Fait"}
    reponse = client.post(reverse("mesures:niveau", args=[mesure.code]), champs)
    assert "le" in reponse.context["form"].errors
    assert not mesure.changements.exists()


def test_la_vue_d_un_departement_montre_les_mesures_de_ses_contrats(client, agent_59):
    declinee, autre = MesureFactory(), MesureFactory()
    EngagementFactory(protocole__contrat__departement__code="59", mesures=[declinee])
    EngagementFactory(protocole__contrat__departement__code="59", mesures=[autre], etat="abandonne")
    client.force_login(agent_59)
    page = client.get(ADRESSE, {"departement": "59"})
    assert [ligne.mesure for ligne in page.context["lignes"]] == [declinee]


def test_la_vue_d_un_departement_etranger_n_existe_pas(client, agent_13):
    EngagementFactory(protocole__contrat__departement__code="59", mesures=[MesureFactory()])
    client.force_login(agent_13)
    page = client.get(ADRESSE, {"departement": "59"})
    assert page.context["tableau"].departement is None


def test_le_nombre_de_contrats_est_celui_du_perimetre(client, agent_59, cget):
    mesure = MesureFactory()
    for code in ("59", "62"):
        EngagementFactory(protocole__contrat__departement__code=code, mesures=[mesure])
    for utilisateur, nombre in ((agent_59, 1), (cget, 2)):
        client.force_login(utilisateur)
        ligne = client.get(ADRESSE).context["lignes"][0]
        assert ligne.contrats == nombre


def test_un_contrat_qui_touche_le_departement_compte_pour_lui(client, cget):
    mesure = MesureFactory()
    engagement = EngagementFactory(protocole__contrat__departement__code="59", mesures=[mesure])
    engagement.protocole.contrat.departements_associes.add(DepartementFactory(code="62"))
    client.force_login(cget)
    page = client.get(ADRESSE, {"departement": "62"})
    assert [ligne.contrats for ligne in page.context["lignes"]] == [1]
    (lien,) = re.findall(r'href="([^"]*mesure=[^"]*)"', page.text)
    assert list(client.get(html.unescape(lien)).context["page_obj"]) == [engagement]


@pytest.mark.parametrize("signe", [True, False])
def test_le_nombre_de_contrats_mene_a_leurs_engagements(client, cget, signe):
    # Signé, le protocole du contrat d'agglomération remplace ceux des contrats qu'il réunit.
    mesure = MesureFactory()
    protocole = {"protocole__avancement": "signe", "protocole__signe_le": datetime.date(2019, 6, 1)}
    compte = EngagementFactory(mesures=[mesure], **(protocole if signe else {}))
    EngagementFactory(mesures=[mesure], etat="abandonne")
    reuni = ContratFactory(reuni_dans=compte.protocole.contrat)
    du_reuni = EngagementFactory(protocole__contrat=reuni, mesures=[mesure])
    comptes = [compte] if signe else [compte, du_reuni]
    client.force_login(cget)
    page = client.get(ADRESSE)
    assert page.context["lignes"][0].contrats == 1
    (lien,) = re.findall(r'href="([^"]*mesure=[^"]*)"', page.text)
    engagements = client.get(html.unescape(lien)).context["page_obj"]
    assert sorted(engagements, key=attrgetter("pk")) == comptes
    fiche = client.get(mesure.get_absolute_url())
    assert sorted(fiche.context["engagements"], key=attrgetter("pk")) == comptes


def test_le_tableau_suit_ce_que_les_contrats_disent_d_un_engagement_en_vigueur(
    client, cget, monkeypatch
):
    """Un état ajouté ou renommé dans `contrats` change le compte sans qu'on touche à `mesures`."""
    mesure = MesureFactory()
    EngagementFactory(mesures=[mesure], etat="prevu")
    EngagementFactory(mesures=[mesure], etat="realise")
    monkeypatch.setattr(
        EngagementQuerySet, "actifs", lambda engagements: engagements.exclude(etat="prevu")
    )
    client.force_login(cget)
    assert client.get(ADRESSE).context["lignes"][0].contrats == 1


def test_la_cible_d_un_contrat_n_est_pas_celle_du_departement(client, agent_59):
    valeur = ValeurFactory(code="59", nombre=15)
    engagement = EngagementFactory(
        protocole__contrat__departement__code="59", mesures=[valeur.indicateur.mesure]
    )
    contrat = engagement.protocole.contrat
    CibleTerritorialeFactory(
        departement=contrat.departement, contrat=contrat, indicateur=valeur.indicateur
    )
    client.force_login(agent_59)
    (ligne,) = client.get(ADRESSE, {"departement": "59"}).context["lignes"]
    assert ligne.indicateurs[0].cible is None


def test_un_ministere_n_est_pas_mene_a_des_engagements_qu_il_ne_lit_pas(client, ministere):
    EngagementFactory(mesures=[MesureFactory()])
    client.force_login(ministere)
    page = client.get(ADRESSE)
    assert page.context["lignes"][0].contrats == 1
    assert reverse("contrats:engagements") not in page.text


def test_sans_perimetre_rien_ne_se_voit(client):
    MesureFactory(code="1")
    client.force_login(UtilisateurFactory(role="cget"))
    assert client.get(ADRESSE).context["lignes"] == []
    assert client.get(reverse("mesures:detail", args=["1"])).status_code == 404


@pytest.mark.usefixtures("annexe_3")
def test_le_pdf_porte_les_quarante_mesures_en_paysage(client, cget):
    client.force_login(cget)
    reponse = client.get(reverse("mesures:pdf"), JANVIER)
    pages = PdfReader(BytesIO(reponse.content)).pages
    assert all(page.mediabox.width > page.mediabox.height for page in pages)
    texte = " ".join(" ".join(page.extract_text().split()) for page in pages)
    for attendu in ("AXE", "Thématiques", "Déployer les Micro-Folies", "8 %", "55 %"):
        assert attendu.lower() in texte.replace("\xa0", " ").lower()


@pytest.mark.usefixtures("annexe_3", "sans_rendu")
def test_un_pdf_filtre_dit_qu_il_est_un_extrait(client, cget):
    client.force_login(cget)
    entier = client.get(reverse("mesures:pdf"), JANVIER).text
    choix = {"niveau": "atteint", "recherche": "renouvellement"}
    extrait = " ".join(client.get(reverse("mesures:pdf"), choix).text.split())
    assert "Extrait." not in entier
    assert (
        "<strong>Extrait.</strong> Recherche : renouvellement ; "
        "Niveau d’engagement : Objectif atteint." in extrait
    )


@pytest.mark.usefixtures("annexe_3")
def test_le_pdf_d_un_departement_a_son_nom(client, agent_59):
    client.force_login(agent_59)
    noms = [
        client.get(reverse("mesures:pdf"), JANVIER | choix)["Content-Disposition"]
        for choix in ({}, {"departement": "59"})
    ]
    assert ["mesures-20" in noms[0], "mesures-59-20" in noms[1]] == [True, True]


def test_un_filtre_faux_mene_a_la_page_qui_le_dit_plutot_qu_a_un_pdf(client, cget):
    client.force_login(cget)
    reponse = client.get(reverse("mesures:pdf"), {"au": "hier"})
    assert reponse.url == f"{ADRESSE}?au=hier"


@pytest.mark.usefixtures("annexe_3")
@pytest.mark.parametrize("departements", [1, 40])
def test_le_tableau_a_un_nombre_constant_de_requetes(
    client, cget, django_assert_max_num_queries, departements
):
    for rang in range(departements):
        ValeurFactory(indicateur=Indicateur.objects.get(code="18-1"), code=f"{rang:02}")
        EngagementFactory(
            protocole__contrat=ContratFactory(departement__code=f"{rang:02}"),
            mesures=[Mesure.objects.get(code="18")],
        )
    client.force_login(cget)
    with django_assert_max_num_queries(19):
        client.get(ADRESSE)
    with django_assert_max_num_queries(19):
        client.get(ADRESSE, {"departement": "00"})
    with django_assert_max_num_queries(19):
        client.get(reverse("mesures:detail", args=["18"]))


def test_l_export_du_tableau_a_une_ligne_par_mesure(client, cget):
    MesureFactory.create_batch(3)
    client.force_login(cget)
    lignes = client.get(ADRESSE, {"format": "csv"}).getvalue().decode().strip().splitlines()
    assert len(lignes) == 4


def test_un_departement_lit_combien_de_mesures_sont_signees(client, agent_59):
    une = MesureFactory(code="1")
    for mesures, signe_le in (([une], "2019-03-01"), ([MesureFactory(code="2")], None)):
        EngagementFactory(
            protocole__contrat__departement_id="59",
            protocole__avancement="signe" if signe_le else "en_negociation",
            protocole__signe_le=signe_le,
            mesures=[*mesures, MesureFactory(code="1.a", parent=une)],
        )
    client.force_login(agent_59)
    page = client.get(ADRESSE, {"departement": "59"}).text
    attendu = (
        "<strong>2</strong> mesures et 1 déclinaison (1.a), dont 1 mesure par un protocole signé"
    )
    assert attendu in " ".join(page.split())
