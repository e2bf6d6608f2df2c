"""Le PRU : inconnu n'est pas aucun, et ne compte jamais zéro."""

import datetime

import pytest
from django.urls import reverse

from quartiers.models import Quartier
from tests.factories import DepartementFactory, QuartierFactory
from tests.tableaux import lire_csv

from .conftest import ENTETE_2024, importer, importer_pru, octets
from .refus import refus_de

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territoires")]
CODE = "QN05901M"


@pytest.fixture(autouse=True)
def _liste(territoires):
    importer(octets("liste_2024"))


def pru(code=CODE):
    return Quartier.objects.get(code=code).pru


def totaux():
    [(_, totaux)] = Quartier.objects.totaux_par_liste()
    return totaux["pru_nationaux"], totaux["sans_pru_nationaux"]


def test_une_liste_qui_n_en_dit_rien_laisse_le_pru_inconnu():
    assert pru() == "inconnu"
    assert totaux() == (None, 4)


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("national", "national"),
        ("Intérêt national", "national"),
        ("d'intérêt régional", "regional"),
        ("Aucun", "aucun"),
        ("non", "aucun"),
    ],
)
def test_un_pru_se_lit_comme_on_l_ecrit(ecrit, lu):
    importer_pru(f"code_qp;pru\n{CODE};{ecrit}\n")
    assert pru() == lu


@pytest.mark.parametrize("rien", ["", "nd", "NA"])
def test_une_cellule_vide_ne_change_pas_le_pru_qu_on_connait(rien):
    importer_pru(f"code_qp;pru\n{CODE};national\n")
    importer_pru(f"code_qp;pru\n{CODE};{rien}\nQN00101M;aucun\n")
    assert pru() == "national"


def test_on_peut_dire_qu_on_ne_sait_plus():
    importer_pru(f"code_qp;pru\n{CODE};national\n")
    importer_pru(f"code_qp;pru\n{CODE};inconnu\n")
    assert pru() == "inconnu"


def test_un_pru_illisible_est_refuse():
    [(_, colonne, motif)] = refus_de(f"code_qp;pru\n{CODE};peut-être\n")
    assert colonne == "pru"
    assert "« aucun » ou « inconnu »" in motif


def test_un_tableau_de_pru_qui_nomme_les_quartiers_n_est_pas_une_liste():
    apercu = importer_pru(
        "code_qp,lib_qp,insee_dep,insee_com,lib_com,pru\n"
        + f"{CODE},Autre,59,59350,Lille,national\n"
    )
    assert apercu.absents == []
    assert Quartier.objects.get(code=CODE).nom == "Secteur Ouest"
    assert pru() == "national"


def test_les_totaux_disent_combien_de_pru_sont_inconnus():
    importer_pru(f"code_qp;pru\n{CODE};national\nQN00101M;aucun\n")
    assert totaux() == (1, 2)


@pytest.mark.parametrize(
    ("connus", "phrase"),
    [
        ("", "sans qu’on en connaisse le renouvellement urbain"),
        (
            f"{CODE};national\n",
            "dont 1 en renouvellement urbain d’intérêt national et 3 dont le PRU",
        ),
    ],
)
def test_la_liste_dit_combien_de_pru_sont_inconnus(client, cget, connus, phrase):
    if connus:
        importer_pru("code_qp;pru\n" + connus)
    client.force_login(cget)
    page = client.get(reverse("quartiers:liste")).content.decode()
    assert phrase in " ".join(page.split())


def test_la_liste_se_filtre_sur_les_pru_inconnus(client, cget):
    importer_pru(f"code_qp;pru\n{CODE};aucun\n")
    client.force_login(cget)
    trouves = client.get(reverse("quartiers:liste"), {"pru": "inconnu"}).context["page_obj"]
    assert CODE not in [quartier.code for quartier in trouves]
    assert len(trouves) == 3


def test_un_export_ecrit_les_trois_etats(client, cget):
    importer_pru(f"code_qp;pru\n{CODE};national\nQN00101M;aucun\n")
    client.force_login(cget)
    lignes = lire_csv(client.get(reverse("export", args=["quartiers", "csv"])))
    assert {ligne["pru"] for ligne in lignes} == {"national", "aucun", "inconnu"}


def test_une_liste_importee_apres_garde_le_pru():
    importer_pru(f"code_qp;pru\n{CODE};regional\n")
    importer(ENTETE_2024 + f"{CODE},Renommé,59,59350,Lille\n")
    assert pru() == "regional"


def test_le_total_de_chaque_departement_dit_ses_inconnus():
    nord = DepartementFactory(code="59")
    QuartierFactory(departement=nord, pru="national")
    QuartierFactory(departement=nord, pru="inconnu")
    [totaux] = Quartier.objects.totaux([("59", datetime.date(2019, 12, 31))])
    assert (totaux["pru_nationaux"], totaux["sans_pru_nationaux"]) == (1, 1)
