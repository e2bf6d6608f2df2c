"""Une sauvegarde rend toute la base, à l'octet près ; elle ne s'écrase ni ne se falsifie."""

import hashlib
import os
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from remontees.models import Transmission
from tests.documents import effacer
from tests.factories import BilanFactory, UtilisateurFactory, bilan_complet

from .conftest import POSTGRESQL


@pytest.fixture
def remplie(base):
    """Une base qui porte une transmission."""
    bilan_complet().transmettre(UtilisateurFactory(role="valideur", departements=["59"]))


def etat():
    """Rend le compte des lignes de chaque table, et l'empreinte de chaque PDF figé."""
    comptes = {modele._meta.label: modele._base_manager.count() for modele in apps.get_models()}
    empreintes = [hashlib.sha256(bytes(t.pdf)).hexdigest() for t in Transmission.objects.all()]
    return comptes, empreintes


def sauvegarder(dossier, capsys):
    """Sauvegarde la base dans le dossier ; rend le chemin du fichier."""
    call_command("sauvegarder", dossier)
    return capsys.readouterr().out.strip()


@pytest.mark.usefixtures("remplie")
def test_la_base_revient_entiere(tmp_path, capsys):
    avant = etat()
    fichier = sauvegarder(tmp_path, capsys)
    effacer(Transmission.objects.all())
    BilanFactory(departement__code="13")
    call_command("restaurer", fichier, remplacer=True)
    assert etat() == avant
    assert avant[1] == [Transmission.objects.get().sha256]
    call_command("verifier_integrite")


@pytest.fixture
def ajouter_une_table(remplie):
    """Ajoute à la base une table qui renvoie à une autre, comme une version plus neuve."""
    yield lambda: executer(
        "CREATE TABLE plus_neuve (version bigint REFERENCES remontees_transmission (id))"
    )
    executer("DROP TABLE IF EXISTS plus_neuve")


@pytest.fixture
def refuser_les_index(remplie):
    """Fait échouer la base au premier index : les tables d'une restauration sont alors revenues."""
    yield lambda: executer(
        """
        CREATE FUNCTION refuser() RETURNS event_trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'aucun index'; END $$;
        CREATE EVENT TRIGGER refuser ON ddl_command_start WHEN TAG IN ('CREATE INDEX')
        EXECUTE FUNCTION refuser()
        """
    )
    executer("DROP FUNCTION IF EXISTS refuser CASCADE")


def executer(ordre):
    with connection.cursor() as curseur:
        curseur.execute(ordre)


def test_une_base_plus_neuve_que_la_sauvegarde_redevient_celle_d_alors(
    ajouter_une_table, tmp_path, capsys
):
    avant, tables = etat(), connection.introspection.table_names()
    fichier = sauvegarder(tmp_path, capsys)
    ajouter_une_table()
    call_command("restaurer", fichier, remplacer=True)
    assert connection.introspection.table_names() == tables
    assert etat() == avant


@POSTGRESQL
@pytest.mark.parametrize("base", ["postgresql"], indirect=True)
def test_une_restauration_que_la_base_refuse_en_chemin_ne_change_rien(
    refuser_les_index, tmp_path, capsys
):
    fichier = sauvegarder(tmp_path, capsys)
    BilanFactory(departement__code="13")
    refuser_les_index()
    avant = etat()
    with pytest.raises(CommandError, match=r"psql a échoué.*aucun index"):
        call_command("restaurer", fichier, remplacer=True)
    assert etat() == avant


@POSTGRESQL
@pytest.mark.parametrize("base", ["postgresql"], indirect=True)
@pytest.mark.usefixtures("remplie")
def test_un_fichier_tronque_ne_change_rien(tmp_path, capsys):
    fichier = Path(sauvegarder(tmp_path, capsys))
    # Le début est lisible, la suite manque ; l'empreinte, elle, est la bonne.
    contenu = fichier.read_bytes()
    fichier.write_bytes(contenu[: len(contenu) * 9 // 10])
    empreinte = hashlib.sha256(fichier.read_bytes()).hexdigest()
    Path(f"{fichier}.sha256").write_text(f"{empreinte}  {fichier.name}\n")
    BilanFactory(departement__code="13")
    avant = etat()
    with pytest.raises(CommandError, match="pg_restore a échoué"):
        call_command("restaurer", fichier, remplacer=True)
    assert etat() == avant


@pytest.mark.usefixtures("remplie")
def test_une_base_qui_n_est_pas_vide_ne_se_remplace_pas_sans_le_dire(tmp_path, capsys):
    fichier = sauvegarder(tmp_path, capsys)
    BilanFactory(departement__code="13")
    avant = etat()
    with pytest.raises(CommandError, match="ajoutez --remplacer"):
        call_command("restaurer", fichier)
    assert etat() == avant


@pytest.mark.usefixtures("remplie")
def test_un_fichier_change_n_est_pas_restaure(tmp_path, capsys):
    fichier = sauvegarder(tmp_path, capsys)
    with open(fichier, "ab") as flux:
        flux.write(b"x")
    avant = etat()
    with pytest.raises(CommandError, match="n’a pas l’empreinte"):
        call_command("restaurer", fichier, remplacer=True)
    assert etat() == avant


@pytest.mark.usefixtures("sqlite")
def test_le_fichier_n_est_lu_que_de_son_proprietaire_et_sha256sum_le_controle(tmp_path, capsys):
    fichier = sauvegarder(tmp_path, capsys)
    assert os.stat(fichier).st_mode & 0o777 == 0o600
    subprocess.run(
        ["sha256sum", "--check", "--quiet", f"{fichier}.sha256"], cwd=tmp_path, check=True
    )
    assert not list(tmp_path.glob("*.en-cours"))


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize(
    ("nom", "message"), [("absent.sqlite3", "No such file"), ("autre.dump", "il faut un fichier")]
)
def test_un_fichier_absent_ou_d_un_autre_moteur_est_refuse(tmp_path, nom, message):
    with pytest.raises(CommandError, match=message):
        call_command("restaurer", tmp_path / nom)


@pytest.mark.django_db
@pytest.mark.parametrize("commande", ["sauvegarder", "restaurer"])
def test_une_base_lue_a_travers_pgbouncer_est_refusee(commande, tmp_path, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    with pytest.raises(CommandError, match="l’adresse de PostgreSQL lui-même"):
        call_command(commande, tmp_path)
    assert list(tmp_path.iterdir()) == []


@POSTGRESQL
@pytest.mark.django_db
def test_sans_pg_dump_la_commande_le_dit_et_ne_laisse_rien(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "/nulle-part")
    with pytest.raises(CommandError, match="pg_dump est introuvable"):
        call_command("sauvegarder", tmp_path)
    assert list(tmp_path.iterdir()) == []
