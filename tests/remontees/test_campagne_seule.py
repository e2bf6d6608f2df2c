"""Ce qu'une campagne dit d'elle-même : si elle est ouverte, ancienne, prolongée."""

import datetime

import pytest
import time_machine

from paqte.models import Bilan
from quartiers.models import Departement, Region
from remontees.models import Campagne, PieceJointe, Prolongation
from tests.factories import BilanFactory, DepartementFactory, RegionFactory, TexteFactory

LE_3_JUILLET = datetime.date(2019, 7, 3)
UN_JOUR = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _le_3_juillet_2019():
    with time_machine.travel("2019-07-03T10:00:00+02:00", tick=False):
        yield


def campagne(**champs):
    """Rend une campagne de bilan qui n'est pas enregistrée, ouverte aujourd'hui."""
    juillet = {"ouverture_le": LE_3_JUILLET, "echeance_le": datetime.date(2019, 7, 31)}
    return Campagne(**({"genre": "bilan", "periode": "2019-s1"} | juillet | champs))


@pytest.mark.parametrize(
    ("champs", "ouverte"),
    [
        ({}, True),
        ({"ouverture_le": LE_3_JUILLET + UN_JOUR}, False),
        ({"close_le": LE_3_JUILLET}, False),
        ({"fermee_le": LE_3_JUILLET}, False),
    ],
)
@pytest.mark.django_db
def test_une_campagne_est_ouverte_de_son_jour_a_sa_cloture_ou_a_sa_fermeture(champs, ouverte):
    gardee = campagne(**champs)
    gardee.save()
    assert gardee.est_ouverte is ouverte
    assert Campagne.objects.ouvertes().exists() is ouverte


@pytest.mark.django_db
def test_les_campagnes_ouvertes_d_un_genre_ne_sont_que_les_siennes():
    campagne().save()
    campagne(genre="synthese", periode="2019").save()
    assert [c.genre for c in Campagne.objects.ouvertes("synthese")] == ["synthese"]
    assert Campagne.objects.ouvertes().count() == 2


@pytest.mark.django_db
def test_les_campagnes_ouvertes_se_lisent_avec_leur_texte(django_assert_num_queries):
    campagne(texte=TexteFactory()).save()
    # Les campagnes et leurs textes, leurs destinataires, leurs délais.
    with django_assert_num_queries(3):
        assert [c.texte.pk for c in Campagne.objects.ouvertes()]


def test_seule_la_campagne_d_un_document_a_une_periode_qui_se_ferme():
    assert campagne().est_d_une_remontee
    assert not campagne(genre="protocoles").est_d_une_remontee


def test_une_campagne_est_ancienne_plus_de_six_mois_apres_son_echeance():
    du_2_janvier = campagne(echeance_le=datetime.date(2019, 1, 2))
    for jour, ancienne in (("2019-07-04", False), ("2019-07-05", True)):
        with time_machine.travel(f"{jour}T10:00:00+02:00"):
            assert du_2_janvier.est_ancienne is ancienne


def test_une_campagne_ne_concerne_que_ses_destinataires_et_tous_quand_elle_n_en_nomme_aucun():
    seule, de_region = campagne(), campagne(genre="synthese_regionale", periode="2019")
    for une in (seule, de_region):
        une.codes_destinataires = {Departement: {"59"}, Region: {"32"}}
    assert [seule.concerne(code) for code in ("59", "13", "32")] == [True, False, False]
    assert [de_region.concerne(code) for code in ("32", "84", "59")] == [True, False, False]
    seule.codes_destinataires = {Departement: set(), Region: set()}
    assert seule.concerne("13")


# Les délais accordés.


@pytest.fixture
def gardee(db):
    DepartementFactory(code="59")
    RegionFactory(code="32")
    gardee = campagne()
    gardee.save()
    return gardee


def accorder(campagne, jour, etat="accordee", **territoire):
    Prolongation.objects.create(
        campagne=campagne,
        jusqu_au=jour,
        etat=etat,
        motif="Trois entreprises tardent.",
        **(territoire or {"departement_id": "59"}),
    )


def test_de_deux_delais_accordes_le_plus_lointain_vaut(gardee):
    le_2_aout, le_9_aout = datetime.date(2019, 8, 2), datetime.date(2019, 8, 9)
    for premier, second in ((le_2_aout, le_9_aout), (le_9_aout, le_2_aout)):
        gardee.prolongations.all().delete()
        accorder(gardee, premier)
        accorder(gardee, second)
        accorder(gardee, datetime.date(2019, 9, 2), etat="refusee")
        assert Campagne.objects.get().jours_accordes == {"59": le_9_aout}


def test_un_delai_accorde_a_une_region_est_le_sien(gardee):
    accorder(gardee, datetime.date(2019, 8, 2), region_id="32")
    echeance = gardee.echeance_de("32")
    assert (echeance.jour, echeance.prolongee) == (datetime.date(2019, 8, 2), True)
    assert not gardee.echeance_de("59").prolongee


@pytest.mark.parametrize("jours_de_moins", [0, 7])
def test_un_delai_qui_ne_depasse_plus_l_echeance_ne_prolonge_rien(gardee, jours_de_moins):
    accorder(gardee, gardee.echeance_le - jours_de_moins * UN_JOUR)
    echeance = gardee.echeance_de("59")
    assert (echeance.jour, echeance.prolongee) == (gardee.echeance_le, False)


# La campagne d'une remontée.


def test_la_campagne_d_une_remontee_est_de_son_genre_et_de_sa_periode(gardee):
    campagne(periode="2019-s2").save()
    campagne(genre="college", echeance_le=datetime.date(2019, 8, 30)).save()
    assert Bilan(departement_id="59", periode="2019-s1").campagne == gardee
    assert Bilan(departement_id="59", periode="2018-s2").campagne is None


def test_les_pieces_d_une_campagne_se_lisent_sans_leur_contenu(gardee, django_assert_num_queries):
    PieceJointe.objects.create(campagne=gardee, nom="modele.odt", contenu=b"modele")
    bilan = BilanFactory(departement_id="59")
    with django_assert_num_queries(2):
        (piece,) = bilan.campagne.pieces.all()
        assert piece.nom == "modele.odt"
    assert piece.get_deferred_fields() == {"contenu"}
