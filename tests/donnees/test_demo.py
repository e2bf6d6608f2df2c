"""Les données de démonstration : complètes, vraisemblables, chargées une seule fois."""

import pytest
from django.core.management import CommandError, call_command

from comptes.models import Utilisateur
from donnees import demo
from paqte.models import Convention
from quartiers.models import Quartier


@pytest.fixture(autouse=True)
def _en_demonstration(settings):
    settings.DEMO = True


def test_refuse_hors_demonstration(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo")
    assert not Utilisateur.objects.exists()


@pytest.mark.parametrize("echelle", [0, -1, 1.5])
def test_refuse_une_echelle_impossible(db, echelle):
    with pytest.raises(CommandError, match="échelle"):
        call_command("demo", echelle=echelle)


@pytest.mark.long
def test_l_echelle_1_a_la_taille_de_la_nation(db):
    comptes = demo.charger(1)
    assert comptes["départements"] == 103
    assert Quartier.objects.filter(millesime=2015).count() == 1514
    assert Convention.objects.count() == 2200
    assert max(map(len, Quartier.objects.values_list("code", flat=True))) == 8
