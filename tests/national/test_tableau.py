"""Le tableau national : complétude, délais, carte, droits, liens vers les lignes."""

import datetime
import html
import re

import pytest
import time_machine
from django.urls import reverse
from lxml.html import fromstring

from contrats.models import Synthese
from donnees import referentiels
from national.carte import positions
from paqte.models import Axe
from quartiers.models import Departement
from remontees.models import Campagne, EnvoiAnterieur
from remontees.models.avancee import Delai
from remontees.periodes import Annee, Semestre
from tests.factories import (
    BilanFactory,
    CampagneFactory,
    CibleFactory,
    ContratFactory,
    ConventionFactory,
    DepartementFactory,
    ProtocoleFactory,
    ReferentFactory,
    RegionFactory,
    ResultatFactory,
    SyntheseFactory,
    UtilisateurFactory,
    synthese_complete,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

ADRESSE = reverse("national:tableau")
EN_2019 = {"annee": "2019", "semestre": "2019-s1"}


@pytest.fixture
def campagne(db):
    return Campagne.objects.create(
        genre="synthese", periode="2019", ouverture_le="2019-01-22", echeance_le="2019-03-15"
    )


def suivi(client, **choix):
    return client.get(ADRESSE, EN_2019 | choix).context["suivi"]


@pytest.mark.parametrize(
    ("jour", "hors_delai"),
    [("2019-03-15T10:00:00+01:00", False), ("2019-03-16T10:00:00+01:00", True)],
)
@pytest.mark.usefixtures("campagne")
def test_une_synthese_est_a_temps_jusqu_au_15_mars(client, cget, valideur_59, jour, hors_delai):
    with time_machine.travel(jour, tick=False):
        synthese_complete().transmettre(valideur_59)
        client.force_login(cget)
        (ligne,) = suivi(client).lignes
    assert (ligne.avancees["synthese"].etat, ligne.avancees["synthese"].hors_delai) == (
        "transmise",
        hors_delai,
    )


@pytest.mark.usefixtures("campagne")
def test_les_comptes_menent_a_la_liste_des_remontees(client, cget, valideur_59):
    synthese_complete().transmettre(valideur_59)
    CampagneFactory()
    BilanFactory(departement__code="62")
    client.force_login(cget)
    page = client.get(ADRESSE, EN_2019)
    comptes = {
        modele.genre: {etat: nombre for _, etat, nombre in comptes["etats"]}
        for modele, _, comptes in page.context["remontees"]
    }
    assert comptes["synthese"]["transmise"] == 1
    assert comptes["bilan"]["brouillon"] == 1
    lien = f"{reverse('syntheses')}?periode=2019&amp;etat=transmise"
    assert lien in page.text
    lignes = client.get(lien.replace("&amp;", "&")).context["lignes"]
    assert [ligne.territoire.code for ligne in lignes] == ["59"]


@pytest.mark.usefixtures("campagne")
def test_chaque_compte_de_delai_mene_a_ceux_qu_il_compte(client, cget):
    for code, jour in (("59", "2019-03-15"), ("62", "2019-03-18")):
        synthese = SyntheseFactory(
            departement__code=code, demarches="D", difficultes="Néant.", exemples="E"
        )
        ProtocoleFactory(contrat__departement=synthese.departement)
        with time_machine.travel(f"{jour}T12:00:00+01:00", tick=False):
            synthese.transmettre(UtilisateurFactory(role="valideur", departements=[code]))
    for code in ("13", "80"):
        DepartementFactory(code=code)
    EnvoiAnterieur.objects.create(
        genre="synthese", periode="2019", departement_id="13", envoye_le="2019-03-20", pdf=b"%PDF"
    )
    client.force_login(cget)
    page = client.get(ADRESSE, EN_2019)
    trouves = {}
    for delai in Delai.values:
        lien = f"{reverse('syntheses')}?periode=2019&amp;delai={delai}"
        assert f'href="{lien}"' in page.text
        lignes = client.get(lien.replace("&amp;", "&")).context["lignes"]
        trouves[delai] = [ligne.territoire.code for ligne in lignes]
    assert trouves == {"a-temps": ["59"], "apres": ["13", "62"], "en-retard": ["80"]}
    comptes = next(c for modele, _, c in page.context["remontees"] if modele is Synthese)
    assert {delai: nombre for delai, _, nombre in comptes["delais"]} == {
        delai: len(codes) for delai, codes in trouves.items()
    }


def test_un_departement_a_qui_la_campagne_ne_s_adresse_pas_n_est_pas_attendu(
    client, cget, campagne
):
    campagne.destinataires.set([DepartementFactory(code="59")])
    DepartementFactory(code="62")
    client.force_login(cget)
    national = suivi(client)
    etats = {ligne.departement.code: ligne.avancees["synthese"].etat for ligne in national.lignes}
    assert etats == {"59": "a_commencer", "62": "hors"}
    comptes = national.comptes(Synthese)
    # En 2019, l'échéance est passée : seul l'attendu est en retard.
    assert (comptes["attendues"], [n for *_, n in comptes["delais"]]) == (1, [0, 0, 1])


def test_les_referents_manquants_et_ceux_a_appeler_se_voient(client, cget):
    ReferentFactory(departement__code="59")
    DepartementFactory(code="62")
    client.force_login(cget)
    page = client.get(ADRESSE)
    assert [li.departement.code for li in page.context["suivi"].sans_referent] == ["62"]
    assert "camille.lefevre@exemple.gouv.fr" in page.text


@pytest.mark.usefixtures("campagne")
def test_l_etat_d_une_remontee_transmise_y_mene(client, cget, valideur_59):
    synthese_complete().transmettre(valideur_59)
    CampagneFactory()
    BilanFactory(departement__code="62")
    client.force_login(cget)
    page = client.get(ADRESSE, EN_2019 | {"region": "32"})
    etats = fromstring(page.text).xpath("//td/a[span[contains(@class, 'fr-badge')]]")
    # D'un brouillon, qui n'est lu que de sa préfecture, et de ce qui n'est pas commencé, aucun.
    (lien,) = etats
    assert lien.text_content().partition(",")[0].strip() == "Transmise"
    assert client.get(lien.get("href")).context["remontee"].code == "59"


def test_les_protocoles_se_comptent_par_avancement(client, cget):
    ContratFactory()
    ProtocoleFactory(avancement="signe", signe_le="2019-06-30")
    client.force_login(cget)
    comptes = {avancement.value: nombre for avancement, nombre in suivi(client).protocoles}
    assert comptes == {"a_engager": 1, "en_negociation": 0, "signe": 1}


def test_les_chiffres_d_une_region_menent_a_ses_lignes(client, cget):
    for code, region in (("59", "32"), ("13", "93")):
        departement = DepartementFactory(code=code, region__code=region)
        ProtocoleFactory(contrat__departement=departement, avancement="en_negociation")
        ConventionFactory(entreprise__departement=departement)
    client.force_login(cget)
    page = client.get(ADRESSE, EN_2019 | {"region": "32"})
    liens = re.findall(r'href="([^"]*region=32[^"]*)">(?:[^<]*: )?(\d+)', page.text)
    comptes = {
        (html.unescape(lien), int(nombre))
        for lien, nombre in liens
        if "/contrats/" in lien or "paqte" in lien
    }
    assert len(comptes) > 2
    for lien, nombre in comptes:
        contexte = client.get(lien).context
        lignes = contexte["lignes"] if "dijon" in lien else contexte["page_obj"]
        assert len(lignes) == nombre, lien


def test_une_convention_echue_n_est_plus_en_cours(client, cget):
    ConventionFactory(date_signature=datetime.date(2019, 3, 1))
    client.force_login(cget)
    with time_machine.travel("2019-06-01"):
        assert client.get(ADRESSE).context["paqte"]["en_cours"] == 1
    with time_machine.travel("2022-06-01"):
        client.force_login(cget)
        assert client.get(ADRESSE).context["paqte"]["en_cours"] == 0


def test_la_region_ne_voit_que_ses_departements(client, region_32):
    DepartementFactory(code="59")
    DepartementFactory(code="13", region__code="93")
    client.force_login(region_32)
    assert [ligne.departement.code for ligne in suivi(client).lignes] == ["59"]


def test_chaque_departement_a_sa_tuile_et_aucune_ne_se_recouvre():
    referentiels.charger_referentiels()
    codes = set(Departement.objects.values_list("code", flat=True))
    assert set(positions()) == codes
    assert len(set(positions().values())) == len(codes)


def test_la_carte_d_une_region_n_a_pas_de_vide_autour(client, cget):
    DepartementFactory(code="59")
    DepartementFactory(code="62")
    client.force_login(cget)
    carte = client.get(ADRESSE).context["carte"]
    x, y, largeur, hauteur = carte["cadre"]
    assert {(tuile["x"] - x, tuile["y"] - y) for tuile in carte["tuiles"]} == {(0, 0), (44, 0)}
    assert (largeur, hauteur) == (88, 44)


@pytest.mark.parametrize("carte", ["synthese", "bilan", "protocoles", "referent"])
def test_une_tuile_dit_son_etat_par_un_signe_et_la_legende_l_explique(client, cget, carte):
    DepartementFactory(code="59")
    client.force_login(cget)
    contexte = client.get(ADRESSE, {"carte": carte}).context["carte"]
    (tuile,) = contexte["tuiles"]
    assert (tuile["signe"], tuile["classe"], tuile["libelle"]) in contexte["legende"]


def test_une_region_sans_departement_a_un_tableau_vide(client):
    RegionFactory(code="99")
    client.force_login(UtilisateurFactory(role="region", regions=["99"]))
    page = client.get(ADRESSE)
    assert (page.status_code, page.context["lignes"]) == (200, [])


@pytest.mark.parametrize("nombre", [2, 40])
def test_le_tableau_national_a_un_nombre_constant_de_requetes(
    client, cget, django_assert_max_num_queries, nombre
):
    for genre, periode in (("synthese", Annee.ouvertes()[0]), ("bilan", Semestre.courant())):
        Campagne.objects.create(
            genre=genre, periode=periode, ouverture_le="2019-01-01", echeance_le="2019-03-15"
        )
    for rang in range(nombre):
        departement = DepartementFactory(code=f"{rang:02}")
        ProtocoleFactory(contrat__departement=departement)
        ConventionFactory(entreprise__departement=departement)
        ReferentFactory(departement=departement)
    client.force_login(cget)
    # Le premier appel garnit le cache des types de contenu, que Django garde ensuite.
    client.get(ADRESSE)
    with django_assert_max_num_queries(16):
        client.get(ADRESSE)


def test_le_tableau_de_la_nation_pese_moins_de_100_ko(client, cget, settings):
    """Tous en retard, trois ans de résultats pour chaque axe, et des protocoles de deux ans."""
    settings.TYPOGRAPHIE = True
    referentiels.charger_referentiels()
    CampagneFactory(periode="2021-s2")
    convention = ConventionFactory(entreprise__departement_id="59")
    for axe in Axe.objects.all():
        indicateur = axe.indicateurs.first()
        CibleFactory(convention=convention, indicateur=indicateur, valeur=30_000)
        for semestre in Semestre(2021, 2).derniers(6):
            ResultatFactory(
                convention=convention, indicateur=indicateur, semestre=semestre, valeur=5000
            )
    for mois in range(1, 13):
        ProtocoleFactory(
            contrat__departement_id="59", avancement="signe", signe_le=f"2020-{mois:02}-10"
        )
    client.force_login(cget)
    with time_machine.travel("2021-12-01"):
        client.force_login(cget)
        page = client.get(ADRESSE)
    assert len(page.context["carte"]["contours"]["formes"]) > 100
    assert len(page.context["attentes"].groupes[0].lignes) == len(page.context["lignes"])
    assert [len(courbe.points) for *_, courbe in page.context["courbes"]] == [6, 6, 6, 6]
    assert len(page.content) < 100_000


def test_les_titres_de_ses_colonnes_ont_leurs_accents(client, cget):
    client.force_login(cget)
    titres = {colonne.titre for colonne in client.get(ADRESSE).context["colonnes"]}
    assert {"Nom du département", "Référent", "Synthèse hors délai", "Protocoles signés"} <= titres
    assert not {titre for titre in titres if re.search("departement|referent|synthese", titre)}


def test_le_suivi_s_exporte(client, cget):
    ReferentFactory(departement__code="59")
    client.force_login(cget)
    lignes = client.get(ADRESSE, {"format": "csv"}).getvalue().decode().splitlines()
    assert len(lignes) == 2
    assert "Camille Lefèvre" in lignes[1]
