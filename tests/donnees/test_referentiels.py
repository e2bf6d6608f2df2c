"""Les données de référence se chargent et se rechargent sans rien défaire."""

import pytest
from django.core.management import call_command

from donnees import referentiels
from mesures import models as mesures
from paqte.models import Axe, Indicateur
from quartiers.models import Departement, Region


@pytest.fixture
def _charges(db):
    call_command("charger_referentiels", verbosity=0)


@pytest.mark.usefixtures("_charges")
def test_charge_101_departements_saint_martin_et_la_polynesie():
    codes = set(Departement.objects.values_list("code", flat=True))
    assert len(codes) == 103
    assert {"01", "2A", "2B", "95", "971", "976", "978", "987"} <= codes
    assert "20" not in codes


@pytest.mark.usefixtures("_charges")
def test_rattache_chaque_departement_a_sa_region():
    assert Region.objects.count() == 20
    assert Departement.objects.get(code="59").region.nom == "Hauts-de-France"
    assert set(Region.objects.filter(departements=None)) == set()


@pytest.mark.usefixtures("_charges")
def test_charge_quatre_axes_et_leurs_indicateurs_dans_l_ordre():
    axes = [axe.nom for axe in Axe.objects.all()]
    assert axes == ["Sensibiliser", "Former", "Recruter", "Acheter"]
    # Douze d'abord ; trois disent les élèves de REP+ et de REP à part depuis 2026.
    assert Indicateur.objects.count() == 15
    assert Indicateur.objects.first().code == "stages-3e-offerts"


@pytest.mark.usefixtures("_charges")
def test_recharger_garde_ce_que_l_administrateur_a_change_des_territoires():
    Departement.objects.filter(region="32").update(region="11")
    Region.objects.filter(code="32").delete()
    Departement.objects.filter(code="59").update(nom="Nord et Lille", agents_transmettent=True)
    call_command("charger_referentiels", verbosity=0)
    nord = Departement.objects.get(code="59")
    assert (nord.nom, nord.region_id, nord.agents_transmettent) == ("Nord et Lille", "11", True)
    assert not Region.objects.filter(code="32").exists()
    assert Departement.objects.count() == 103


@pytest.mark.usefixtures("_charges")
def test_recharger_pose_un_departement_qui_manque():
    Departement.objects.filter(code="987").delete()
    call_command("charger_referentiels", verbosity=0)
    assert Departement.objects.filter(code="987").exists()


@pytest.mark.usefixtures("_charges")
def test_recharger_ne_ramene_pas_un_indicateur_supprime():
    mesures.Indicateur.objects.get(code="2-1").delete()
    call_command("charger_referentiels", verbosity=0)
    assert not mesures.Indicateur.objects.filter(code="2-1").exists()


@pytest.mark.usefixtures("_charges")
def test_recharger_garde_ce_que_le_cget_a_change_du_paqte():
    Axe.objects.filter(rang=1).update(nom="Découvrir")
    Indicateur.objects.filter(code="stages-3e-offerts").update(libelle="Stages de 3e")
    call_command("charger_referentiels", verbosity=0)
    assert Axe.objects.get(rang=1).nom == "Découvrir"
    assert Indicateur.objects.get(code="stages-3e-offerts").libelle == "Stages de 3e"
    assert Indicateur.objects.count() == 15


def test_annonce_les_comptes_en_francais(db, capsys):
    call_command("charger_referentiels")
    assert "départements : 103" in capsys.readouterr().out


def test_un_fichier_faux_ne_change_rien(db, monkeypatch):
    lire = referentiels.lire_fixture

    def avec_un_axe_inconnu(nom):
        lignes = lire(nom)
        if nom == "paqte_indicateurs":
            lignes[0]["axe"] = "Inconnu"
        return lignes

    monkeypatch.setattr(referentiels, "lire_fixture", avec_un_axe_inconnu)
    with pytest.raises(KeyError):
        referentiels.charger_referentiels()
    assert not Region.objects.exists()
