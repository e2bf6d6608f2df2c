"""L'import des conventions : le tableau d'une préfecture, tel qu'elle l'a écrit."""

import datetime
import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from paqte.conventions import analyser_conventions, modele
from paqte.lecture import lire_conventions
from paqte.models import (
    Cible,
    Convention,
    Entreprise,
    ImportConventions,
    ResultatConvention,
)
from socle.formats import FORMATS
from socle.imports.lecture import FichierRefuse
from tests.factories import (
    CibleFactory,
    ConventionFactory,
    EntrepriseFactory,
    IndicateurFactory,
)

from .signataires import DEPOT, LIGNE, analyser, importer, tableau

pytestmark = pytest.mark.django_db


def refus(departement, **champs):
    ligne = LIGNE | {nom.replace("_", " "): valeur for nom, valeur in champs.items()}
    return [(r.colonne, r.motif) for r in analyser(departement, ligne).refus]


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
def test_un_tableau_de_prefecture_s_importe_d_un_coup(client, agent_59, nord, extension):
    client.force_login(agent_59)
    lignes = [
        LIGNE | {"Résultats 2019-s1 embauches": 3, "2019 S2 - Embauches en QPV (personnes)": "4"},
        LIGNE
        | {"Raison sociale": "Bois", "N° SIRET": "000000018", "Axes": "3 et 4"}
        | {"Cible : Achats": "1 234,50 €"},
    ]
    reponse = importer(client, tableau(*lignes, extension=extension), f"c.{extension}")
    assert reponse.status_code == 302
    acier, bois = Convention.objects.order_by("entreprise__nom")
    assert (acier.entreprise.siren, acier.entreprise.taille) == ("552100554", "pme")
    assert acier.date_signature == datetime.date(2019, 3, 15)
    assert acier.date_fin == datetime.date(2022, 3, 14)
    assert [str(axe) for axe in bois.axes.all()] == ["Recruter", "Acheter"]
    assert list(acier.cibles.values_list("indicateur__code", "valeur")) == [("embauches", 1200)]
    assert bois.cibles.get(indicateur__code="achats").valeur == Decimal("1234.50")
    assert sorted(acier.resultats.values_list("semestre", "valeur")) == [
        ("2019-s1", 3),
        ("2019-s2", 4),
    ]
    assert acier.history.first().history_user == agent_59
    assert acier.cibles.get().history.get().history_user == agent_59


def test_cent_dix_signataires_tiennent_en_peu_de_requetes(nord, django_assert_max_num_queries):
    lignes = [
        LIGNE | {"Raison sociale": e.nom, "N° SIRET": e.siren, "2019-s1 embauches": "2"}
        for e in EntrepriseFactory.build_batch(110, departement=nord)
    ]
    liste = lire_conventions(tableau(*lignes), "c.csv")
    # Par convention : elle, ses axes, son entreprise, leurs versions, et les points de reprise.
    with django_assert_max_num_queries(110 * 13 + 40):
        assert len(analyser_conventions(liste, nord).crees) == 110


def test_l_apercu_n_ecrit_rien(nord):
    assert [str(c) for c in analyser(nord, LIGNE).crees] == ["Acier du Nord (15/03/2019)"]
    assert not Entreprise.objects.exists()


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
def test_le_modele_rempli_s_importe(nord, extension):
    donnees = modele()
    valeurs = {
        "Entreprise": "Acier",
        "SIREN": "000000018",
        "Taille": "TPE",
        "Date de signature": datetime.date(2019, 3, 1),
        "Axes retenus": "Recruter",
        "Cible : Embauches en QPV (personnes)": 5,
    }
    donnees.append([valeurs.get(titre) for titre in donnees.headers])
    contenu = FORMATS[extension].ecrire("conventions", donnees.headers, donnees)
    octets = contenu if isinstance(contenu, bytes) else "".join(contenu).encode()
    liste = lire_conventions(octets, "c")
    apercu = analyser_conventions(liste, nord)
    assert (liste.ignorees, apercu.refus) == ([], [])
    (convention,) = apercu.crees
    assert convention.entreprise.siren == "000000018"


def test_l_export_des_conventions_s_importe_sans_rien_changer(client, agent_59, nord):
    convention = ConventionFactory(entreprise__departement=nord, entreprise__siren="000000018")
    cible = CibleFactory(convention=convention)
    convention.axes.set([cible.indicateur.axe])
    client.force_login(agent_59)
    octets = client.get("/paqte/conventions/?format=xlsx").content
    apercu = analyser_conventions(lire_conventions(octets, "c.xlsx"), nord)
    assert (apercu.refus, apercu.crees, apercu.modifies, apercu.inchanges) == ([], [], [], 1)


def test_une_entreprise_connue_se_retrouve_par_son_nom(nord):
    EntrepriseFactory(departement=nord, nom="ACIER DU NORD", siren="552100554")
    apercu = analyser(nord, LIGNE | {"N° SIRET": ""})
    assert [c.entreprise.siren for c in apercu.crees] == ["552100554"]
    assert "retrouvé par son nom" in apercu.a_verifier[0]


def test_les_doublons_probables_se_montrent(nord):
    ConventionFactory(entreprise__departement=nord, entreprise__siren="552100554")
    EntrepriseFactory(departement=nord, nom="Bois", siren="000000026")
    apercu = analyser(nord, LIGNE, LIGNE | {"Raison sociale": "Bois", "N° SIRET": "000000018"})
    assert "a déjà une convention en cours, signée le 1er mars 2019" in apercu.a_verifier[0]
    assert "porte le nom d’une autre entreprise (000000026)" in apercu.a_verifier[1]


def test_une_convention_en_double_est_refusee(nord):
    (refuse,) = analyser(nord, LIGNE, LIGNE).refus
    assert (refuse.colonne, refuse.ligne) == ("Date de signature", 3)
    assert "déjà à la ligne 2" in refuse.motif


def test_une_convention_connue_montre_ce_qui_change(nord):
    entreprise = EntrepriseFactory(departement=nord, nom="Acier du Nord", siren="552100554")
    convention = ConventionFactory(entreprise=entreprise, date_signature=datetime.date(2019, 3, 15))
    cible = CibleFactory(convention=convention, indicateur=IndicateurFactory(code="embauches"))
    convention.axes.set([cible.indicateur.axe])
    apercu = analyser(nord, LIGNE | {"Ville": "Lille", "2019-s1 embauches": "0"})
    ((_, changements),) = apercu.modifies
    assert changements == [
        ("entreprise, commune", "", "Lille"),
        ("cible, Embauches en QPV", 30, 1200),
        ("1er semestre 2019, Embauches en QPV", None, 0),
    ]


def test_un_siren_deux_noms_se_refuse(nord):
    (refuse,) = analyser(
        nord, LIGNE, LIGNE | {"Raison sociale": "Bois", "Date de signature": "16/03/2019"}
    ).refus
    assert "Acier du Nord" in refuse.motif


@pytest.mark.parametrize(
    ("champs", "colonne", "motif"),
    [
        ({"N°_SIRET": "552100555"}, "N° SIRET", "n’est pas un SIREN"),
        ({"N°_SIRET": ""}, "N° SIRET", "aucune entreprise d’ici ne porte ce nom"),
        ({"Catégorie": ""}, "Catégorie", "taille"),
        ({"Catégorie": "énorme"}, "Catégorie", "attendu Grande entreprise"),
        ({"Date_de_signature": "mars"}, "Date de signature", "attendu 30/06/2019"),
        ({"Date_de_signature": "43539"}, "Date de signature", "un tableur écrit ainsi une date"),
        ({"Date_de_signature": "01/03/2018"}, "Date de signature", "depuis juillet 2018"),
        ({"Axes": "Jardiner"}, "Axes", "n’est pas un axe (Sensibiliser"),
        ({"Axes": "3, 4"}, "Axes", "au moins une cible pour l’axe « Acheter »"),
        ({"Catégorie": "ETI"}, "Axes", "s’engage sur les quatre axes"),
        ({"Axes": "4", "Cible_achats": "3"}, "Objectif embauches", "« Recruter » n’est pas retenu"),
        ({"Objectif_embauches": "1,5"}, "Objectif embauches", "nombre entier"),
        ({"2023-s1_embauches": "1"}, "2023-s1 embauches", "pas de résultats au 1er semestre 2023"),
        ({"Mail": "non"}, "Mail", "adresse"),
        ({"Raison_sociale": "漢"}, "Raison sociale", "ne peut pas imprimer"),
        ({"Raison_sociale": "x" * 201}, "Raison sociale", "200"),
        ({"Département": "62"}, "Département", "s’importe dans Nord (59)"),
    ],
)  # fmt: skip
def test_une_ligne_fausse_est_refusee_a_sa_colonne(nord, champs, colonne, motif):
    ((lue, raison),) = refus(nord, **champs)
    assert lue == colonne
    assert motif in raison


def test_une_colonne_que_rien_ne_lit_se_dit(client, agent_59, nord):
    client.force_login(agent_59)
    fichier = SimpleUploadedFile("c.csv", tableau(LIGNE | {"Cible jardinage": "12"}))
    page = client.post(DEPOT, {"fichier": fichier}, follow=True)
    assert "Colonnes que rien ne lit : Cible jardinage" in page.text


def test_un_axe_se_coche_dans_sa_colonne(nord):
    ligne = {nom: valeur for nom, valeur in LIGNE.items() if nom != "Axes"}
    (convention,) = analyser(nord, ligne | {"Axe 3 : Recruter": "X", "Acheter": "non"}).crees
    assert [str(axe) for axe in convention.axes_lus] == ["Recruter"]


def test_une_prefecture_n_importe_que_chez_elle(client, agent_13, nord):
    client.force_login(agent_13)
    assert client.get(DEPOT).status_code == 404


@pytest.fixture
def fichier(tmp_path):
    def ecrire(*lignes):
        chemin = tmp_path / "conventions.csv"
        chemin.write_bytes(tableau(*lignes))
        return str(chemin)

    return ecrire


def test_la_commande_importe_et_le_dit(nord, fichier, capsys):
    call_command("importer_conventions", fichier(LIGNE), departement="59")
    assert Convention.objects.get().cibles.count() == 1
    assert "Import ; créés : 1" in capsys.readouterr().out
    assert ImportConventions.objects.get().fait_par is None


def test_la_commande_simule_sans_ecrire(nord, fichier):
    call_command("importer_conventions", fichier(LIGNE), departement="59", simulation=True)
    assert not Entreprise.objects.exists()


def test_la_commande_refuse_ligne_a_ligne_et_n_ecrit_rien(nord, fichier):
    erreurs = io.StringIO()
    lignes = [LIGNE, LIGNE | {"N° SIRET": "1"}, LIGNE | {"N° SIRET": "2", "Axes": "?"}]
    with pytest.raises(CommandError, match="2 ligne"):
        call_command("importer_conventions", fichier(*lignes), departement="59", stderr=erreurs)
    assert "ligne 3 (Acier du Nord" in erreurs.getvalue()
    assert "ligne 4 (Acier du Nord" in erreurs.getvalue()
    assert not Entreprise.objects.exists()
    assert not Cible.objects.exists()
    assert not ResultatConvention.objects.exists()


@pytest.mark.parametrize("departement", ["00", "59'"])
def test_la_commande_dit_qu_un_departement_n_existe_pas(nord, fichier, departement):
    with pytest.raises(CommandError, match="n’existe pas"):
        call_command("importer_conventions", fichier(LIGNE), departement=departement)


def test_sans_date_de_signature_le_refus_dit_ce_qui_manque(nord):
    with pytest.raises(FichierRefuse, match="date_de_signature"):
        lire_conventions(tableau({"Raison sociale": "Acier", "SIREN": "1"}), "c.csv")
