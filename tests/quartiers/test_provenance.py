"""D'où viennent les chiffres des QPV : liste, date, catégorie, source, à une date."""

import datetime

import pytest

from quartiers.models import Chiffre, Departement, ImportQuartiers, Quartier
from quartiers.provenance import provenances
from tests.factories import QuartierFactory

from .conftest import importer, importer_pru, octets

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("territoires")]
CODE = "QP059001"
FIN_2019 = datetime.date(2019, 12, 31)


def dater(quartier, au, valeur, nature="defm", categorie="A, B, C, D, E", source="Dares"):
    journal = ImportQuartiers.objects.create(source=source)
    Chiffre.objects.create(
        quartier=quartier,
        nature=nature,
        categorie=categorie,
        au=au,
        valeur=valeur,
        journal=journal,
    )


def totaux(le=FIN_2019):
    [lus] = Quartier.objects.totaux([("59", le)])
    return lus


def dire(le=FIN_2019):
    return provenances(Departement.objects.get(pk="59"), le, totaux(le))


def test_un_chiffre_dit_sa_liste_sa_date_sa_categorie_et_sa_source():
    dater(QuartierFactory(), "2018-12-31", 90)
    assert dire()["defm"] == ("liste de 2015 ; au 31 décembre 2018, catégorie A, B, C, D, E, Dares")


def test_un_chiffre_sans_date_ni_source_le_dit():
    QuartierFactory(population=1200)
    assert "pas renseignées" in dire()["population"]


def test_une_liste_importee_dit_quand_et_ses_pru_aussi():
    importer(octets("liste_2015"))
    importer_pru(f"code_qp;pru\n{CODE};national\n".encode())
    dites = dire()
    assert dites["nombre"].startswith("liste de 2015, importée le ")
    assert " ; PRU, importés le " in dites["pru_nationaux"]


def test_des_chiffres_de_plusieurs_dates_les_disent():
    dater(QuartierFactory(), "2017-12-31", 90)
    dater(QuartierFactory(), "2018-12-31", 60)
    assert "du 31 décembre 2017 au 31 décembre 2018" in dire()["defm"]


@pytest.mark.parametrize("au", ["2018-12-31", "2020-03-31"])
def test_de_deux_chiffres_du_meme_jour_le_dernier_importe_compte(au):
    quartier = QuartierFactory()
    dater(quartier, au, 90)
    dater(quartier, au, 60, categorie="A")
    assert totaux()["defm"] == 60
    assert "catégorie A, Dares" in dire()["defm"]


@pytest.mark.parametrize("le", [datetime.date(2023, 12, 31), datetime.date(2024, 6, 30)])
def test_une_liste_qui_change_change_toutes_les_provenances(le):
    for code, millesime in ((CODE, 2015), ("QN05901M", 2024)):
        QuartierFactory(code=code, millesime=millesime)
    assert set(dire(le).values()).isdisjoint(dire().values()) is (le.year == 2024)


def test_le_chiffre_d_un_jour_est_le_dernier_d_avant():
    quartier = QuartierFactory(defm=400)
    for au, valeur in (("2017-12-31", 100), ("2018-12-31", 200), ("2025-12-31", 400)):
        dater(quartier, au, valeur)
    assert totaux()["defm"] == 200
    assert totaux(datetime.date(2016, 1, 1))["defm"] == 100


def test_un_chiffre_plus_recent_ne_change_rien_d_un_jour_passe():
    quartier = QuartierFactory(defm=200)
    dater(quartier, "2018-12-31", 200)
    avant = totaux(), dire()
    dater(quartier, "2025-12-31", 400)
    Quartier.objects.update(defm=400)
    assert (totaux(), dire()) == avant


def test_sans_chiffre_date_c_est_celui_du_quartier():
    QuartierFactory(defm=70)
    assert (totaux()["defm"], totaux()["sans_defm"]) == (70, 0)
    QuartierFactory(defm=None)
    assert totaux()["sans_defm"] == 1


def test_un_pru_repris_des_anciens_quartiers_le_dit():
    QuartierFactory(pru="national", pru_repris=True)
    assert "1 repris des anciens quartiers" in dire()["pru_nationaux"]
