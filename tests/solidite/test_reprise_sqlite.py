"""De SQLite à PostgreSQL : toutes les lignes, telles quelles, et les gardes des versions."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from comptes.models import Utilisateur
from contrats.models import Synthese
from mesures.models import Mesure
from remontees.models import Campagne, Relance, Transmission
from tests.factories import (
    ConventionFactory,
    ResultatFactory,
    UtilisateurFactory,
    bilan_complet,
    synthese_complete,
)

from .conftest import POSTGRESQL, brancher, creer_les_tables

pytestmark = POSTGRESQL


def lignes():
    """{modèle: ses lignes, champ par champ}."""
    return {
        modele._meta.label: sorted(
            [
                tuple(bytes(v) if isinstance(v, memoryview) else v for v in ligne)
                for ligne in modele._base_manager.order_by("pk").values_list()
            ],
            key=str,
        )
        for modele in apps.get_models(include_auto_created=True)
    }


def remplir():
    """Des remontées transmises, des relations multiples, de l'historique."""
    valideur = UtilisateurFactory(role="valideur", departements=["59"])
    bilan_complet().transmettre(valideur)
    synthese_complete().transmettre(valideur)
    ResultatFactory()
    convention = ConventionFactory()
    convention.save()
    campagne = Campagne.objects.create(
        genre="bilan", periode="2019-s1", ouverture_le="2019-01-22", echeance_le="2019-07-31"
    )
    campagne.destinataires.add(convention.entreprise.departement)
    Relance.objects.create(
        campagne=campagne,
        utilisateur=valideur,
        departement=convention.entreprise.departement,
        echeance_le=campagne.echeance_le,
        palier=-7,
    )
    call_command("charger_referentiels", verbosity=0)


@pytest.fixture
def fichier(ailleurs, settings, tmp_path, transactional_db):
    """Un fichier SQLite rempli ; rend son chemin et ses lignes. La base du test est vide."""
    base = dict(connection.settings_dict)
    chemin = tmp_path / "poste.sqlite3"
    ailleurs(f"sqlite:///{chemin}")
    creer_les_tables(settings)
    remplir()
    attendues = lignes()
    connection.close()
    brancher(base)
    return chemin, attendues


def reprendre(fichier):
    call_command("reprendre_sqlite", str(fichier))


def test_toutes_les_lignes_arrivent_telles_quelles(fichier):
    chemin, attendues = fichier
    reprendre(chemin)
    obtenues = lignes()
    for modele, siennes in attendues.items():
        assert obtenues[modele] == siennes, modele
    assert Transmission.objects.count() == 2
    call_command("verifier_integrite")


@pytest.mark.long
def test_ce_qui_est_transmis_reste_garde(fichier):
    reprendre(fichier[0])
    with pytest.raises(DatabaseError, match="gardé pour toujours"), connection.cursor() as curseur:
        curseur.execute(f"DELETE FROM {Synthese._meta.db_table}")


@pytest.mark.long
def test_la_numerotation_reprend_ou_elle_en_etait(fichier):
    reprendre(fichier[0])
    assert UtilisateurFactory().pk == max(Utilisateur.objects.values_list("pk", flat=True))
    assert Mesure.objects.exists()


@pytest.mark.long
def test_une_base_qui_n_est_pas_vide_ne_recoit_rien(fichier):
    UtilisateurFactory()
    with pytest.raises(CommandError, match="n’est pas vide"):
        reprendre(fichier[0])
    assert not Transmission.objects.exists()


def test_un_fichier_absent_se_dit(transactional_db):
    with pytest.raises(CommandError, match="n’existe pas"):
        reprendre(Path("/nulle/part.sqlite3"))
