"""Importer une liste de QPV, par la page ou par la commande : déposer, relire, confirmer."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from quartiers.models import ImportQuartiers, Quartier

from .conftest import ENTETE_2024, LISTES, importer, octets

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territoires")]


@pytest.fixture
def admin(client, administrateur):
    client.force_login(administrateur)
    return client


def deposer(client, contenu, adresse="quartiers:import", **champs):
    fichier = SimpleUploadedFile("liste.csv", contenu)
    return client.post(reverse(adresse), {"fichier": fichier} | champs, follow=True)


def confirmer(client, apercu, **champs):
    """Confirme l'aperçu affiché dans la réponse `apercu`."""
    lu = {"apercu_lu": apercu.context["apercu"].empreinte}
    return client.post(apercu.request["PATH_INFO"], lu | champs)


def test_l_administrateur_depose_voit_puis_confirme(admin, administrateur):
    reponse = deposer(admin, octets("liste_2024"))
    assert "Quartiers créés : 4" in reponse.content.decode()
    assert not Quartier.objects.exists()
    confirmer(admin, reponse)
    assert Quartier.objects.count() == 4
    journal = ImportQuartiers.objects.faits().get()
    assert journal.fait_par == administrateur
    assert "liste.csv" in admin.get(reverse("quartiers:journal")).content.decode()


def test_un_mauvais_fichier_est_refuse_a_son_champ(admin):
    reponse = deposer(admin, b"\x89PNG\r\n")
    assert reponse.status_code == 422
    assert "C’est une image." in reponse.content.decode()
    assert not ImportQuartiers.objects.exists()


def test_un_apercu_refuse_ne_se_confirme_pas(admin):
    contenu = (ENTETE_2024 + "QN00101M,,01,01053,B\n").encode()
    reponse = deposer(admin, contenu)
    assert "ne peut pas être vide" in reponse.content.decode()
    admin.post(reponse.request["PATH_INFO"])
    assert not Quartier.objects.exists()


def test_un_retrait_massif_demande_une_case_de_plus(admin):
    importer(octets("liste_2024"))
    partiel = b"\n".join(octets("liste_2024").splitlines()[:3])
    apercu = deposer(admin, partiel)
    assert confirmer(admin, apercu).status_code == 422
    assert not Quartier.objects.filter(retire_le__isnull=False).exists()
    confirmer(admin, apercu, retraits="on")
    assert Quartier.objects.filter(retire_le__isnull=False).count() == 2


def test_un_import_deja_confirme_ne_se_rejoue_pas(admin):
    apercu = deposer(admin, octets("liste_2024"))
    confirmer(admin, apercu)
    assert confirmer(admin, apercu).url == reverse("quartiers:journal")
    assert ImportQuartiers.objects.get().crees == 4


def test_une_confirmation_ne_vaut_que_pour_l_apercu_lu(admin):
    apercu = deposer(admin, octets("liste_2024"))
    importer(octets("liste_2024"))
    reponse = confirmer(admin, apercu)
    assert "ont changé depuis l’aperçu" in reponse.content.decode()
    assert confirmer(admin, reponse).url == reverse("quartiers:journal")


def test_un_chiffre_nul_se_montre_comme_tel(admin):
    importer(octets("liste_2024"))
    chiffres = b"code_qp;pop_mun\nQN05901M;0\n"
    reponse = deposer(admin, chiffres, chiffres_au="2018-01-01")
    assert "(vide) → 0" in " ".join(reponse.content.decode().split())


def test_des_chiffres_sans_date_se_refusent_a_leur_champ(admin):
    reponse = deposer(admin, b"code_qp;pop_mun\nQN05901M;0\n")
    assert reponse.status_code == 422
    assert "dites de quand ils datent" in str(reponse.context["form"].errors["chiffres_au"])
    assert not ImportQuartiers.objects.exists()


def test_des_chiffres_a_venir_se_refusent(admin):
    reponse = deposer(admin, b"code_qp;pop_mun\nQN05901M;0\n", chiffres_au="2050-01-01")
    assert reponse.context["form"].errors["chiffres_au"] == ["Cette date est à venir."]


def test_la_date_et_la_source_des_chiffres_suivent_jusqu_au_journal(admin):
    importer(octets("liste_2024"))
    chiffres = b"code_qp;pop_mun\nQN05901M;12\n"
    apercu = deposer(admin, chiffres, chiffres_au="2018-01-01", source="INSEE, recensement")
    confirmer(admin, apercu)
    journal = ImportQuartiers.objects.faits().first()
    assert (str(journal.chiffres_au), journal.source) == ("2018-01-01", "INSEE, recensement")


@pytest.mark.parametrize(
    ("adresse", "contenu", "effet"),
    [
        ("quartiers:import_pru", b"code_qp;pru\nQP001001;national\n", "inconnu → national"),
        (
            "quartiers:import_correspondance",
            b"code_qp_2015;code_qp_2024\nQP001001;QN00101M\n",
            "Correspondances nouvelles : 1",
        ),
    ],
)
def test_pru_et_correspondance_se_deposent_puis_se_confirment(admin, adresse, contenu, effet):
    importer(octets("liste_2015"))
    importer(octets("liste_2024"))
    apercu = deposer(admin, contenu, adresse)
    assert effet in " ".join(apercu.content.decode().split())
    assert ImportQuartiers.objects.faits().count() == 2
    assert confirmer(admin, apercu).url == reverse("quartiers:journal")
    fait = ImportQuartiers.objects.faits().first()
    assert "QP001001" in admin.get(fait.get_absolute_url()).content.decode()


def test_une_liste_n_est_pas_une_correspondance(admin):
    reponse = deposer(admin, octets("liste_2024"), "quartiers:import_correspondance")
    assert "Il manque les colonnes" in reponse.content.decode()


def test_la_commande_importe(capsys):
    call_command("importer_qpv", LISTES / "liste_2024.csv")
    assert Quartier.objects.count() == 4
    assert "créés : 4" in capsys.readouterr().out


def test_la_commande_simule_sans_ecrire():
    call_command("importer_qpv", LISTES / "liste_2024.csv", simulation=True)
    assert not Quartier.objects.exists()


def test_la_commande_refuse_ligne_par_ligne(tmp_path, capsys):
    fichier = tmp_path / "liste.csv"
    fichier.write_text(ENTETE_2024 + "QN00101M,,01,01053,B\n")
    with pytest.raises(CommandError, match="rien n’est importé"):
        call_command("importer_qpv", fichier)
    assert "ligne 2 (QN00101M), lib_qp" in capsys.readouterr().err


def test_la_commande_exige_la_date_des_chiffres(tmp_path):
    importer(octets("liste_2024"))
    fichier = tmp_path / "insee.csv"
    fichier.write_text("code_qp;pop_mun\nQN05901M;12\n")
    with pytest.raises(CommandError, match="dites de quand ils datent"):
        call_command("importer_qpv", fichier)
    with pytest.raises(CommandError, match="Cette date est à venir"):
        call_command("importer_qpv", str(fichier), "--chiffres-au=2050-01-01")
    call_command("importer_qpv", str(fichier), "--chiffres-au=2018-01-01", "--source=INSEE")
    assert Quartier.objects.get(code="QN05901M").population == 12


@pytest.mark.parametrize(
    ("commande", "bon", "faux"),
    [
        ("importer_pru", "code_qp;pru\nQP001001;aucun\n", "code_qp;pru\nQP001001;peut-être\n"),
        (
            "importer_correspondance",
            "code_qp_2015;code_qp_2024\nQP001001;QN00101M\n",
            "code_qp_2015;code_qp_2024\nQP001001;QN00109N\n",
        ),
    ],
)
def test_chaque_sorte_d_import_a_sa_commande(tmp_path, capsys, commande, bon, faux):
    importer(octets("liste_2015"))
    importer(octets("liste_2024"))
    fichier = tmp_path / "fichier.csv"
    fichier.write_text(faux)
    with pytest.raises(CommandError, match="rien n’est importé"):
        call_command(commande, fichier)
    assert "ligne 2" in capsys.readouterr().err
    fichier.write_text(bon)
    call_command(commande, fichier, simulation=True)
    assert ImportQuartiers.objects.count() == 2
    call_command(commande, fichier)
    assert ImportQuartiers.objects.count() == 3


def test_la_commande_refuse_un_fichier_absent(tmp_path):
    with pytest.raises(CommandError, match="Fichier refusé"):
        call_command("importer_qpv", tmp_path / "absent.csv")


def test_la_commande_demande_confirmation_d_un_retrait_massif(tmp_path):
    importer(octets("liste_2024"))
    fichier = tmp_path / "partiel.csv"
    fichier.write_bytes(b"\n".join(octets("liste_2024").splitlines()[:2]))
    with pytest.raises(CommandError, match="--retraits"):
        call_command("importer_qpv", fichier)
    call_command("importer_qpv", fichier, retraits=True)
    assert Quartier.objects.filter(retire_le__isnull=False).count() == 3
