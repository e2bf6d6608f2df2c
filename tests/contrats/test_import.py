"""L'import des contrats de ville, avec leurs quartiers et leurs signataires."""

import datetime

import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contrats.imports import analyser_contrats, modele
from contrats.lecture import MODELE
from contrats.models import ContratDeVille, Signataire
from socle.formats import FORMATS
from tests.factories import ContratFactory, DepartementFactory, QuartierFactory

pytestmark = pytest.mark.django_db

DEPOT = reverse("contrats:contrats_import", args=["59"])
LIGNE = {
    "Contrat de ville": "Contrat de Lille",
    "Périmètre": "Intercommunal",
    "EPCI porteur": "Métropole de Lille",
    "SIRET du porteur": "552 100 554 00013",
    "Date de signature": "15/07/2015",
    "Codes QPV": "QP059001, QP059002",
    "Signataires": "État ; Commune : Ville de Lille (le maire)\nCAF du Nord",
}


@pytest.fixture
def nord():
    nord = DepartementFactory(code="59", nom="Nord")
    for code in ("QP059001", "QP059002"):
        QuartierFactory(code=code, departement=nord)
    return nord


def tableau(*lignes, extension="csv"):
    entetes = list(dict.fromkeys(nom for ligne in lignes for nom in ligne))
    donnees = tablib.Dataset(
        *([ligne.get(nom, "") for nom in entetes] for ligne in lignes), headers=entetes
    )
    octets = donnees.export(extension)
    return octets.encode() if isinstance(octets, str) else octets


def analyser(departement, *lignes):
    return analyser_contrats(MODELE.lire_liste(tableau(*lignes), "c.csv"), departement)


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
def test_un_tableau_de_contrats_s_importe(client, agent_59, nord, extension):
    client.force_login(agent_59)
    fichier = SimpleUploadedFile(f"c.{extension}", tableau(LIGNE, extension=extension))
    page = client.post(DEPOT, {"fichier": fichier}, follow=True)
    assert not ContratDeVille.objects.exists()
    adresse = page.redirect_chain[-1][0]
    client.post(adresse, {"apercu_lu": page.context["form"]["apercu_lu"].value()})
    contrat = ContratDeVille.objects.get()
    assert (contrat.porteur, contrat.porteur_siren) == ("epci", "552100554")
    assert contrat.signe_le == datetime.date(2015, 7, 15)
    assert contrat.quartiers.count() == 2
    assert list(contrat.signataires.values_list("nature", "nom", "qualite")) == [
        ("etat", "État", ""),
        ("commune", "Ville de Lille", "le maire"),
        ("caf", "CAF du Nord", ""),
    ]
    assert contrat.history.get().history_user == agent_59
    assert contrat.signataires.first().history.get().history_user == agent_59


def test_une_nature_deduite_se_dit(nord):
    apercu = analyser(nord, LIGNE)
    assert [point.partition(" : ")[2] for point in apercu.a_verifier] == [
        "État, signataire, est pris pour « État ».",
        "CAF du Nord, signataire, est pris pour « Caisse d’allocations familiales ».",
    ]


@pytest.mark.parametrize(
    ("nom", "nature"),
    [
        ("Ville de Roubaix", "commune"),
        ("Conseil régional des Hauts-de-France", "region"),
        ("Département du Nord", "departement"),
        ("Communauté d’agglomération de Cambrai", "epci"),
        ("Partenord Habitat", "bailleur"),
        ("Agence régionale de santé", "ars"),
        ("Préfecture du Nord", "etat"),
        ("Club de judo", "autre"),
    ],
)
def test_la_nature_d_un_signataire_se_deduit_de_son_nom(nord, nom, nature):
    (contrat,) = analyser(nord, LIGNE | {"Signataires": nom}).crees
    assert [s.nature for s in contrat.signataires_lus] == [nature]


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
def test_le_modele_rempli_s_importe(nord, extension):
    donnees = modele()
    valeurs = {
        "Contrat": "Contrat de Lille",
        "Périmètre": "Communal",
        "Type de porteur": "Commune",
        "Porteur": "Lille",
        "Signé le": datetime.date(2015, 7, 15),
        "Quartiers prioritaires": "QP059001",
    }
    donnees.append([valeurs.get(titre) for titre in donnees.headers])
    contenu = FORMATS[extension].ecrire("contrats", donnees.headers, donnees)
    octets = contenu if isinstance(contenu, bytes) else "".join(contenu).encode()
    apercu = analyser_contrats(MODELE.lire_liste(octets, "c"), nord)
    assert apercu.refus == []
    assert [(c.nom, c.signe_le) for c in apercu.crees] == [
        ("Contrat de Lille", datetime.date(2015, 7, 15))
    ]


def test_un_contrat_connu_montre_ce_qui_change_et_garde_le_reste(nord):
    contrat = ContratFactory(
        departement=nord, nom="Contrat de Lille", quartiers=nord.quartiers.all()[:1]
    )
    Signataire.objects.create(contrat=contrat, nature="autre", nom="Ville de Lille")
    apercu = analyser(
        nord, LIGNE | {"SIRET du porteur": "", "Date de signature": "", "Périmètre": ""}
    )
    ((_, changements),) = apercu.modifies
    assert [(quoi, str(ancien)) for quoi, ancien, _ in changements] == [
        ("nom du porteur", "Métropole européenne de Lille"),
        ("quartiers prioritaires", str(nord.quartiers.first())),
        ("signataire, État", "None"),
        ("signataire, Commune", "Ville de Lille (Autre)"),
        ("signataire, Caisse d’allocations familiales", "None"),
    ]


def test_un_contrat_identique_ne_change_pas(client, agent_59, nord):
    client.force_login(agent_59)
    fichier = SimpleUploadedFile("c.csv", tableau(LIGNE))
    page = client.post(DEPOT, {"fichier": fichier}, follow=True)
    adresse = page.redirect_chain[-1][0]
    client.post(adresse, {"apercu_lu": page.context["form"]["apercu_lu"].value()})
    apercu = analyser(nord, LIGNE)
    assert (apercu.crees, apercu.modifies, apercu.inchanges) == ([], [], 1)


@pytest.mark.parametrize(
    ("champs", "colonne", "motif"),
    [
        ({"Périmètre": ""}, "Périmètre", "vide"),
        ({"Périmètre": "mondial"}, "Périmètre", "attendu Communal"),
        ({"SIRET du porteur": "12"}, "SIRET du porteur", "n’est pas un SIREN"),
        ({"SIRET du porteur": ""}, "SIRET du porteur", "Donnez le SIREN"),
        ({"Date de signature": "hier"}, "Date de signature", "attendu 30/06/2019"),
        ({"Fin": "01/01/2014"}, "Fin", "La fin ne peut pas précéder la signature"),
        ({"Codes QPV": "QP059009"}, "Codes QPV", "pas connus : QP059009"),
        ({"Codes QPV": "QP062001"}, "Codes QPV", "Hors du territoire"),
        ({"Autres départements": "Atlantide"}, "Autres départements", "n’existent pas"),
        ({"Signataires": "Planète : Mars"}, "Signataires", "attendu État"),
        ({"Contrat de ville": "-"}, "Contrat de ville", "Nommez le contrat"),
    ],
)
def test_une_ligne_fausse_est_refusee_a_sa_colonne(nord, champs, colonne, motif):
    QuartierFactory(code="QP062001", departement__code="62")
    (refuse,) = analyser(nord, LIGNE | champs).refus
    assert refuse.colonne == colonne
    assert motif in refuse.motif


def test_un_contrat_en_double_est_refuse(nord):
    (refuse,) = analyser(nord, LIGNE, LIGNE | {"Contrat de ville": "CONTRAT DE LILLE"}).refus
    assert "déjà à la ligne 2" in refuse.motif


def test_un_contrat_reuni_ne_se_change_pas(nord):
    grand = ContratFactory(departement=nord, nom="Grand", perimetre="agglomeration")
    ContratFactory(departement=nord, nom="Contrat de Lille", reuni_dans=grand)
    (refuse,) = analyser(nord, LIGNE).refus
    assert "réuni dans « Grand »" in refuse.motif


def test_les_contrats_exportes_se_redeposent_sans_rien_changer(client, agent_59, nord):
    grand = ContratFactory(departement=nord, nom="Grand", perimetre="agglomeration")
    ContratFactory(departement=nord, nom="Contrat de Lille", reuni_dans=grand)
    client.force_login(agent_59)
    export = client.get("/exports/contrats.csv").getvalue()
    apercu = analyser_contrats(MODELE.lire_liste(export, "contrats.csv"), nord)
    assert (apercu.inchanges, apercu.refus) == (2, [])


def test_une_prefecture_n_importe_que_chez_elle(client, agent_13, nord):
    client.force_login(agent_13)
    assert client.get(DEPOT).status_code == 404
