"""Ce qui est transmis est gardé sur les deux moteurs, après une migration, après un vidage."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models

from paqte.models import Bilan
from remontees import garde
from remontees.models import Transmission
from tests.factories import UtilisateurFactory, bilan_complet


@pytest.fixture
def transmis(base):
    bilan = bilan_complet()
    bilan.transmettre(UtilisateurFactory(role="valideur", departements=["59"]))
    return bilan


def est_gardee():
    for requete in (Transmission.objects.all(), Bilan.objects.all()):
        with pytest.raises(IntegrityError, match=garde.REFUS):
            requete._raw_delete("default")
    return True


def test_la_base_refuse_de_supprimer_ce_qui_est_transmis(transmis):
    assert est_gardee()


def test_une_migration_qui_refait_la_table_laisse_ses_lignes_et_ses_gardes(transmis):
    ancien = Transmission._meta.get_field("nom_fichier")
    nouveau = models.CharField(max_length=120)
    nouveau.set_attributes_from_name("nom_fichier")
    garde.retirer("default")
    with connection.schema_editor() as editeur:
        editeur.alter_field(Transmission, ancien, nouveau)
    garde.poser("default")
    assert Transmission.objects.count() == 1
    assert est_gardee()


def test_vider_toute_la_base_reste_possible_et_la_garde_demeure(transmis):
    call_command("flush", interactive=False, verbosity=0)
    assert not Bilan.objects.exists()
    bilan_complet().transmettre(UtilisateurFactory(role="valideur", departements=["59"]))
    assert est_gardee()
