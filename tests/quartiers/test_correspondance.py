"""La correspondance entre les listes de 2015 et de 2024 : sa table, ses pages, ce qui suit."""

import datetime

import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from quartiers.models import Correspondance, ImportQuartiers, Quartier
from quartiers.sortes import SORTES
from socle.imports.moteur import ImportRefuse
from tests.factories import ContratFactory, DepartementFactory, ProjetFactory, QuartierFactory
from tests.tableaux import lire_csv

from .conftest import LISTES, importer_correspondance, importer_pru

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territoires")]
# De la forme publiée : une ligne par quartier de 2024, ses anciens quartiers côte à côte.
PUBLIEE = (
    "QP2024 ;Label_QP2024;Statut;QP2015_1;Label_QP2015_1;QP2015_2;Label_QP2015_2;QP2015_3;"
    "Label_QP2015_3\n"
    "QN05901M;Réuni;MODIFIE;QP059001;Un;QP059002;Deux;;\n"
    "QN05902M;Partie nord;MODIFIE;QP059003;Trois;;;;\n"
    "QN05903M;Partie sud;MODIFIE;QP059003;Trois;;;;\n"
    "QN05904N;Neuf;NOUVEAU;;;;;;\n"
)
PAIRES = {
    ("QP059001", "QN05901M"),
    ("QP059002", "QN05901M"),
    ("QP059003", "QN05902M"),
    ("QP059003", "QN05903M"),
}


@pytest.fixture(autouse=True)
def _quartiers(territoires):
    nord = DepartementFactory(code="59")
    for code in ("QP059001", "QP059002", "QP059003"):
        QuartierFactory(code=code, departement=nord, pru="inconnu")
    for code in ("QN05901M", "QN05902M", "QN05903M", "QN05904N"):
        QuartierFactory(code=code, departement=nord, millesime=2024, pru="inconnu")


def quartier(code):
    return Quartier.objects.get(code=code)


def paires():
    return set(Correspondance.objects.paires())


def en_couples():
    return "code_qp_2015;code_qp_2024\n" + "".join(f"{a};{n}\n" for a, n in sorted(PAIRES))


@pytest.mark.parametrize("table", [PUBLIEE, en_couples()])
def test_la_table_se_lit_publiee_ou_par_couples(table):
    apercu = importer_correspondance(table)
    assert paires() == PAIRES
    assert len(apercu.crees) == 4


def test_un_quartier_sans_ancien_est_compte_et_ne_fait_pas_de_couple():
    apercu = importer_correspondance(PUBLIEE)
    assert apercu.ecartees == {"d’un quartier sans correspondance": 1}


@pytest.mark.parametrize("extension", ["ods", "xlsx"])
def test_la_table_se_lit_d_un_classeur_de_libreoffice(extension):
    """`PUBLIEE`, enregistrée par LibreOffice (soffice --headless --convert-to ods, puis xlsx)."""
    importer_correspondance((LISTES / f"correspondance.{extension}").read_bytes())
    assert paires() == PAIRES


def test_la_table_se_lit_d_un_classeur_sous_des_lignes_de_titre():
    classeur = tablib.Dataset(headers=["Table de passage", "", ""])
    classeur.extend([["", "", ""], ["QP2024", "Statut", "QP2015_1"]])
    classeur.append(["QN05901M", "MODIFIE", "QP059001"])
    importer_correspondance(classeur.export("xlsx"))
    assert paires() == {("QP059001", "QN05901M")}


def test_reimporter_la_table_ne_change_rien():
    importer_correspondance(PUBLIEE)
    apercu = importer_correspondance(PUBLIEE)
    assert (apercu.crees, apercu.absents, apercu.inchanges) == ([], [], 4)


def test_la_table_remplace_celle_d_avant():
    importer_correspondance(PUBLIEE)
    apercu = importer_correspondance(PUBLIEE.replace("QP059002;Deux", ";"))
    assert paires() == PAIRES - {("QP059002", "QN05901M")}
    assert (len(apercu.absents), apercu.retraits_suspects) == (1, False)


def test_une_table_partielle_eveille_le_soupcon():
    importer_correspondance(PUBLIEE)
    apercu = importer_correspondance("code_qp_2015;code_qp_2024\nQP059001;QN05901M\n")
    assert apercu.retraits_suspects


@pytest.mark.parametrize(
    ("ligne", "colonne", "motif"),
    [
        ("QP059001;QN05999N", "code_qp_2024", "importez d’abord la liste de 2024"),
        ("QP059099;QN05901M", "code_qp_2015", "importez d’abord la liste de 2015"),
        ("QN05901M;QN05902M", "code_qp_2015", "n’est pas de la liste de 2015"),
        ("QP059001;QP059002", "code_qp_2024", "n’est pas de la liste de 2024"),
        ("QX059001;QN05901M", "code_qp_2015", "n’est pas un code de QPV"),
        ("QP059002;QN05901M", "code_qp_2015", "déjà à la ligne 2"),
    ],
)
def test_une_ligne_fausse_est_refusee_et_rien_n_est_ecrit(ligne, colonne, motif):
    table = f"code_qp_2015;code_qp_2024\nQP059002;QN05901M\n{ligne}\n"
    with pytest.raises(ImportRefuse) as refuse:
        importer_correspondance(table)
    [refus] = refuse.value.apercu.refus
    assert (refus.ligne, refus.colonne) == (3, colonne)
    assert motif in refus.motif
    assert paires() == set()
    assert not ImportQuartiers.objects.exists()


def test_une_ligne_refusee_pour_deux_motifs_se_compte_une_fois(client, administrateur):
    client.force_login(administrateur)
    table = b"code_qp_2015;code_qp_2024\nQX059001;QX05901M\n"
    fichier = SimpleUploadedFile("t.csv", table)
    depot = reverse("quartiers:import_correspondance")
    page = client.post(depot, {"fichier": fichier}, follow=True)
    assert len(page.context["apercu"].refus) == 2
    assert "Lignes refusées : 1" in page.text


@pytest.mark.parametrize(
    ("anciens", "attendu"),
    [
        (["national"], "national"),
        (["aucun"], "aucun"),
        (["inconnu"], "inconnu"),
        (["national", "national"], "national"),
        (["national", "inconnu"], "national"),
        (["regional", "aucun"], "regional"),
        (["regional", "inconnu"], "inconnu"),
        (["aucun", "inconnu"], "inconnu"),
    ],
)
def test_un_quartier_de_2024_reprend_le_pru_de_ses_anciens(anciens, attendu):
    codes = ["QP059001", "QP059002"][: len(anciens)]
    for code, pru in zip(codes, anciens, strict=True):
        Quartier.objects.filter(code=code).update(pru=pru)
    importer_correspondance(
        "code_qp_2015;code_qp_2024\n" + "".join(f"{code};QN05901M\n" for code in codes)
    )
    repris = quartier("QN05901M")
    assert (repris.pru, repris.pru_repris) == (attendu, attendu != "inconnu")


def test_le_projet_d_un_quartier_partage_n_est_repris_par_aucun():
    Quartier.objects.filter(code="QP059003").update(pru="national")
    importer_correspondance(PUBLIEE)
    assert {quartier(code).pru for code in ("QN05902M", "QN05903M")} == {"inconnu"}


def test_aucun_projet_passe_meme_a_ceux_qui_se_partagent_l_ancien():
    Quartier.objects.filter(code="QP059003").update(pru="aucun")
    importer_correspondance(PUBLIEE)
    assert {quartier(code).pru for code in ("QN05902M", "QN05903M")} == {"aucun"}


def test_un_pru_dit_n_est_pas_remplace_par_celui_d_un_ancien():
    Quartier.objects.filter(code="QP059001").update(pru="national")
    importer_pru("code_qp;pru\nQN05901M;aucun\n")
    importer_correspondance(PUBLIEE)
    assert (quartier("QN05901M").pru, quartier("QN05901M").pru_repris) == ("aucun", False)


def test_un_pru_repris_suit_ce_que_l_import_dit_ensuite_de_l_ancien():
    importer_correspondance(PUBLIEE)
    importer_pru("code_qp;pru\nQP059001;national\n")
    assert quartier("QN05901M").pru == "national"
    importer_pru("code_qp;pru\nQP059001;aucun\nQP059002;regional\n")
    assert quartier("QN05901M").pru == "regional"


def test_un_pru_change_dans_l_administration_n_est_plus_repris(client, administrateur):
    importer_pru("code_qp;pru\nQP059001;national\nQP059002;aucun\n")
    importer_correspondance(PUBLIEE)
    repris = quartier("QN05901M")
    adresse = reverse("admin:quartiers_quartier_change", args=[repris.pk])
    client.force_login(administrateur)
    champs = client.get(adresse).context["adminform"].form.initial
    dit = {nom: valeur for nom, valeur in champs.items() if valeur is not None} | {
        "pru": "regional"
    }
    assert client.post(adresse, dit).status_code == 302
    importer_correspondance(PUBLIEE)
    assert (quartier("QN05901M").pru, quartier("QN05901M").pru_repris) == ("regional", False)


def test_un_couple_retire_reprend_ce_qu_il_avait_apporte():
    importer_pru("code_qp;pru\nQP059001;national\nQP059002;aucun\n")
    importer_correspondance(PUBLIEE)
    importer_correspondance(PUBLIEE.replace("QP059001;Un", ";"))
    assert quartier("QN05901M").pru == "aucun"


def test_l_apercu_montre_le_pru_qui_suit_sans_l_ecrire():
    importer_pru("code_qp;pru\nQP059001;national\n")
    sorte = SORTES[ImportQuartiers.Genre.CORRESPONDANCE]
    apercu = sorte.analyser(sorte.lire(PUBLIEE.encode(), "table.csv"))
    assert [(r.quartier.code, r.avant, r.apres) for r in apercu.reprises] == [
        ("QN05901M", "inconnu", "national")
    ]
    assert quartier("QN05901M").pru == "inconnu"
    assert paires() == set()


@pytest.mark.parametrize(
    ("code", "autres"), [("QP059003", ["QN05902M", "QN05903M"]), ("QN05902M", ["QP059003"])]
)
def test_chaque_quartier_mene_a_ceux_de_l_autre_liste(client, agent_59, code, autres):
    importer_correspondance(PUBLIEE)
    client.force_login(agent_59)
    page = client.get(reverse("quartiers:detail", args=[code])).content.decode()
    for autre in autres:
        assert f'href="{reverse("quartiers:detail", args=[autre])}"' in page


def test_la_page_dit_qu_un_projet_partage_reste_a_dire(client, agent_59):
    importer_correspondance(PUBLIEE)
    client.force_login(agent_59)
    page = client.get(quartier("QP059003").get_absolute_url()).content.decode()
    assert "n’est repris par aucun d’eux" in page


def test_un_quartier_de_2024_montre_les_contrats_de_ses_anciens_sans_qu_un_compte_les_ajoute(
    client, agent_59
):
    importer_correspondance(PUBLIEE)
    contrat = ContratFactory(nom="Contrat signé en 2015")
    contrat.quartiers.add(quartier("QP059001"), quartier("QP059002"))
    projet = ProjetFactory(contrat=contrat, nom="La grande place")
    projet.quartiers.add(quartier("QP059001"))
    client.force_login(agent_59)
    page = client.get(quartier("QN05901M").get_absolute_url()).content.decode()
    for lien in (contrat, projet):
        assert page.count(f'href="{lien.get_absolute_url()}"') == 1
    assert type(contrat).objects.avec_comptes(datetime.date(2026, 1, 1)).get().nombre_quartiers == 2


def test_un_contrat_dit_ce_que_ses_quartiers_sont_devenus(client, agent_59):
    importer_correspondance(PUBLIEE)
    contrat = ContratFactory()
    contrat.quartiers.add(quartier("QP059003"))
    client.force_login(agent_59)
    page = client.get(contrat.get_absolute_url()).content.decode()
    assert quartier("QN05902M").get_absolute_url() in page


def test_un_contrat_d_un_autre_departement_ne_se_montre_pas(client, agent_59):
    contrat = ContratFactory(nom="D’ailleurs", departement=DepartementFactory(code="62"))
    contrat.quartiers.add(quartier("QN05901M"))
    client.force_login(agent_59)
    assert "D’ailleurs" not in client.get(quartier("QN05901M").get_absolute_url()).content.decode()


def test_la_correspondance_exportee_se_reimporte(client, cget):
    importer_correspondance(PUBLIEE)
    client.force_login(cget)
    adresse = reverse("export", args=["correspondances", "csv"])
    lignes = lire_csv(client.get(adresse))
    assert {(ligne["code_qp_2015"], ligne["code_qp_2024"]) for ligne in lignes} == PAIRES
    exportee = b"".join(client.get(adresse).streaming_content)
    assert importer_correspondance(exportee).inchanges == 4


def test_chacun_n_exporte_que_la_correspondance_de_ses_territoires(client, agent_13):
    importer_correspondance(PUBLIEE)
    client.force_login(agent_13)
    assert lire_csv(client.get(reverse("export", args=["correspondances", "csv"]))) == []
