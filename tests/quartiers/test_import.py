"""L'import des QPV : aperçu, tout ou rien, retraits, chiffres."""

import datetime

import pytest
import time_machine
from django.db import connection

from quartiers import imports
from quartiers.lecture import lire_quartiers
from quartiers.models import Departement, ImportQuartiers, Quartier
from tests.factories import QuartierFactory

from .conftest import ENTETE_2024, importer, octets
from .refus import refus_de

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territoires")]


def test_une_liste_cree_ses_quartiers():
    importer(octets("liste_2024"))
    quartier = Quartier.objects.get(code="QN05901M")
    assert (quartier.millesime, quartier.departement_id, quartier.communes) == (
        2024,
        "59",
        "Lille, Loos",
    )
    assert quartier.codes_communes == "59350, 59360"
    assert Quartier.objects.count() == 4


def test_les_deux_listes_vivent_cote_a_cote():
    importer(octets("liste_2015"))
    importer(octets("liste_2024"))
    assert set(Quartier.objects.values_list("millesime", flat=True)) == {2015, 2024}
    assert not Quartier.objects.filter(retire_le__isnull=False).exists()


def test_les_zeros_perdus_par_un_tableur_sont_retrouves():
    importer(octets("liste_2015"))
    ain = Quartier.objects.get(code="QP001001")
    assert (ain.departement_id, ain.codes_communes) == ("01", "01053")


def test_la_corse_et_l_outre_mer_ont_leur_departement():
    importer(octets("liste_2024"))
    assert Quartier.objects.get(code="QN02A01M").departement_id == "2A"
    assert Quartier.objects.get(code="QN97401I").departement_id == "974"


def test_reimporter_la_meme_liste_ne_change_rien():
    importer(octets("liste_2024"))
    apercu = importer(octets("liste_2024"))
    assert (len(apercu.crees), len(apercu.modifies), apercu.inchanges) == (0, 0, 4)


def test_l_apercu_montre_l_ancien_et_le_nouveau_sans_rien_ecrire():
    importer(octets("liste_2024"))
    modifie = octets("liste_2024").replace(b"Le Butor", b"Butor Nord")
    apercu = imports.analyser_quartiers(lire_quartiers(modifie, "l.csv"))
    [(quartier, changements)] = apercu.modifies
    assert (quartier.code, changements) == ("QN97401I", [("nom", "Le Butor", "Butor Nord")])
    assert Quartier.objects.get(code="QN97401I").nom == "Le Butor"


def test_une_modification_confirmee_s_ecrit_et_se_retrouve_par_la_recherche():
    importer(octets("liste_2024"))
    importer(octets("liste_2024").replace(b"Le Butor", "Église Ancienne".encode()))
    assert [q.code for q in Quartier.objects.all().chercher("eglise")] == ["QN97401I"]


def test_un_quartier_absent_est_retire_jamais_supprime():
    importer(octets("liste_2024"))
    sans_le_dernier = b"\n".join(octets("liste_2024").splitlines()[:-1])
    with time_machine.travel("2026-03-02"):
        apercu = importer(sans_le_dernier)
    assert [q.code for q in apercu.absents] == ["QN97401I"]
    assert Quartier.objects.get(code="QN97401I").retire_le == datetime.date(2025, 1, 1)


def test_un_retrait_date_de_l_entree_en_vigueur_de_la_liste():
    importer(octets("liste_2024"))
    importer(b"\n".join(octets("liste_2024").splitlines()[:2]))
    assert Quartier.objects.get(code="QN05901M").retire_le == datetime.date(2024, 1, 1)


@pytest.mark.parametrize(
    ("le", "attendus"),
    [("2023-12-31", "2015 2015"), ("2024-12-31", "2024 2015"), ("2025-01-01", "2024 2024")],
)
def test_la_liste_de_2024_vaut_un_an_plus_tard_outre_mer(le, attendus):
    for departement in ("59", "974"):
        for millesime in (2015, 2024):
            QuartierFactory(
                departement=Departement.objects.get(code=departement), millesime=millesime
            )
    en_vigueur = Quartier.objects.en_vigueur(datetime.date.fromisoformat(le))
    lus = dict(en_vigueur.values_list("departement", "millesime"))
    assert f"{lus['59']} {lus['974']}" == attendus


def test_un_quartier_retire_qui_revient_n_est_plus_retire():
    importer(octets("liste_2024"))
    importer(b"\n".join(octets("liste_2024").splitlines()[:-1]))
    importer(octets("liste_2024"))
    assert Quartier.objects.get(code="QN97401I").retire_le is None


def test_une_liste_de_2024_ne_retire_rien_de_celle_de_2015():
    importer(octets("liste_2015"))
    assert importer(octets("liste_2024")).absents == []


def test_une_table_de_l_insee_complete_les_chiffres_sans_rien_retirer_ni_renommer():
    importer(octets("liste_2015"))
    apercu = importer(octets("insee_2015"))
    ain = Quartier.objects.get(code="QP001001")
    assert (ain.population, ain.defm, ain.nom) == (3120, 410, "Grande Reyssouze Terre Des Fleurs")
    assert apercu.absents == []


def test_un_chiffre_non_diffuse_n_efface_pas_celui_qu_on_connait():
    importer(octets("liste_2015"))
    Quartier.objects.filter(code="QP059001").update(defm=2500)
    importer(octets("insee_2015"))
    assert Quartier.objects.get(code="QP059001").defm == 2500


def test_une_liste_sans_chiffres_n_efface_pas_les_chiffres():
    importer(octets("liste_2015"))
    importer(octets("insee_2015"))
    importer(octets("liste_2015").replace(b"Secteur Ouest", b"Secteur Nord"))
    assert Quartier.objects.get(code="QP059001").population == 20345


@pytest.mark.parametrize(
    ("ligne", "colonne", "motif"),
    [
        ("QX00101M,A,01,01053,B", "code_qp", "n’est pas un code de QPV"),
        ("QN00101M,,01,01053,B", "lib_qp", "ne peut pas être vide"),
        ("QN00101M,A,59,01053,B", "insee_dep", "ne correspond pas au code"),
        ("QN00101M,A,99,01053,B", "insee_dep", "Le département « 99 » n’existe pas"),
        ("QN09901M,A,99,01053,B", "code_qp", "Le département 99 n’existe pas"),
        (f"QN00101M,{'a' * 251},01,01053,B", "lib_qp", "dépasse 250 caractères"),
    ],
)
def test_une_ligne_fausse_est_refusee_avec_sa_place_et_sa_raison(ligne, colonne, motif):
    refus = refus_de(ENTETE_2024 + "QN00102M,Juste,01,01053,B\n" + ligne + "\n")
    assert any((r[0], r[1]) == (3, colonne) and motif in r[2] for r in refus)


def test_un_code_en_double_dit_ou_est_l_autre():
    ligne = "QN00101M,A,01,01053,B\n"
    [(numero, _, motif)] = refus_de(ENTETE_2024 + ligne + ligne)
    assert (numero, motif) == (3, "Le code QN00101M est déjà à la ligne 2.")


def test_un_nombre_illisible_est_refuse():
    importer(octets("liste_2015"))
    [(_, colonne, motif)] = refus_de("code_qp;pop_mun\nQP001001;beaucoup\n")
    assert colonne == "pop_mun"
    assert "« beaucoup » n’est pas un nombre." in motif


def test_une_table_de_l_insee_ne_cree_pas_de_quartier():
    [(_, _, motif)] = refus_de("code_qp;pop_mun\nQP001001;12\n")
    assert "importez d’abord sa liste complète" in motif


def test_les_deux_generations_ne_se_melangent_pas():
    refus = refus_de(ENTETE_2024 + "QN00101M,A,01,01053,B\nQP001001,C,01,01053,D\n")
    assert "séparez-les" in refus[0][2]


def test_un_seul_refus_et_rien_n_est_importe():
    contenu = ENTETE_2024 + "QN00101M,A,01,01053,B\nQN00102M,,01,01053,B\n"
    with pytest.raises(imports.ImportRefuse):
        importer(contenu)
    assert not Quartier.objects.exists()
    assert not ImportQuartiers.objects.exists()


def test_l_import_est_journalise():
    importer(octets("liste_2024"), "listeqp2024.csv")
    journal = ImportQuartiers.objects.faits().get()
    assert (journal.fichier, journal.millesime, journal.crees) == ("listeqp2024.csv", 2024, 4)
    assert len(journal.sha256) == 64


def liste_de(combien):
    lignes = (f"QP{59:03}{n:03},Quartier {n},59,59350,Lille\n" for n in range(combien))
    return ENTETE_2024 + "".join(lignes)


@pytest.mark.parametrize("combien", [20, 800])
def test_le_nombre_de_requetes_ne_depend_pas_du_nombre_de_lignes(
    combien, django_assert_max_num_queries
):
    # Dont huit pour l'annulation : les quatre tables touchées, lues avant et après.
    # SQLite limite le nombre de paramètres : il y faut quelques lots de plus.
    maximum = 30 if connection.vendor == "postgresql" else 48
    with django_assert_max_num_queries(maximum):
        importer(liste_de(combien))
    with django_assert_max_num_queries(maximum):
        importer(liste_de(combien).replace("Quartier", "Cité"))
    assert Quartier.objects.filter(nom__startswith="Cité").count() == combien


@pytest.mark.parametrize(
    ("colonne", "valeur"),
    [("siren_epci", '"' + ", ".join(["200000172"] * 9) + '"'), ("lib_epci", "E" * 501)],
)
def test_un_texte_trop_long_est_refuse_a_sa_colonne(colonne, valeur):
    texte = f"code_qp,lib_qp,insee_dep,lib_com,{colonne}\nQN00101M,A,01,B,{valeur}\n"
    [(ligne, refusee, motif)] = refus_de(texte)
    assert (ligne, refusee) == (2, colonne)
    assert "dépasse" in motif


def test_un_separateur_de_milliers_n_est_pas_pris_pour_une_virgule():
    importer(octets("liste_2024"))
    assert "3.000" in refus_de("code_qp;pop_mun\nQN05901M;3.000\n")[0][2]
