"""La courbe d'un résultat du PAQTE finit sur ce que dit son total, et ses mêmes entreprises."""

import datetime

import pytest

from paqte.models import Convention
from paqte.sommes import additionner_tout, dresser_paqte
from paqte.trajectoire import suivre, tracer
from quartiers.models import Departement
from remontees.periodes import Semestre
from tests.factories import (
    CibleFactory,
    ConventionFactory,
    DepartementFactory,
    IndicateurFactory,
    ResultatFactory,
)

pytestmark = pytest.mark.django_db
S1, S2, S3 = Semestre(2019, 1), Semestre(2019, 2), Semestre(2020, 1)


@pytest.fixture(params=["", "2019-s1"], ids=["flux", "stock"])
def indicateur(request):
    return IndicateurFactory(code="mesure", unite="stages", stock_depuis=request.param)


def saisir(indicateur, valeurs, cible=60, signature=datetime.date(2019, 1, 1), departement="59"):
    """Une convention, sa cible (ou aucune), et ses valeurs par semestre, de 2019-s1 à 2020-s1."""
    convention = ConventionFactory(
        entreprise__departement=DepartementFactory(code=departement), date_signature=signature
    )
    if cible:
        CibleFactory(convention=convention, indicateur=indicateur, valeur=cible)
    for semestre, valeur in zip((S1, S2, S3), valeurs, strict=False):
        if valeur is not None:
            absence = {} if isinstance(valeur, int) else {"valeur": None, "absence": valeur}
            saisie = {"semestre": str(semestre), "valeur": valeur} | absence
            ResultatFactory(convention=convention, indicateur=indicateur, **saisie)


def courbe(departements=None):
    ((_, trace),) = tracer_de(departements or Departement.objects.all(), S3)
    return trace


def tracer_de(departements, semestre):
    return tracer(dresser_paqte(additionner_tout(departements, semestre))["resultats"], semestre)


@pytest.mark.parametrize("semestre", [S1, S2, S3])
def test_le_dernier_point_est_celui_du_total(indicateur, semestre):
    saisir(indicateur, [10, 5, 7])
    saisir(indicateur, [4, None, None], cible=30)
    saisir(indicateur, [4, "non_communique", None], cible=30)
    saisir(indicateur, [8, "sans_objet"], cible=12, signature=datetime.date(2019, 5, 2))
    saisir(indicateur, [None, 20, 1], cible=45, departement="62")
    saisir(indicateur, [99, 99, 99], cible=None)
    departements = Departement.objects.all()
    ((_, trace),) = tracer_de(departements, semestre)
    total = additionner_tout(departements, semestre).totaux[indicateur.pk]
    assert trace.valeurs[-1] == total.atteint
    stock = indicateur.est_un_stock(semestre)
    assert trace.attendu == round(total.vise if stock else total.attendu)


def test_un_flux_se_cumule_face_a_ce_que_le_temps_ecoule_laisse_attendre():
    saisir(IndicateurFactory(code="flux"), [10, 5, 7], cible=60)
    trace = courbe()
    assert trace.valeurs == (10, 15, 22)
    assert trace.attendus == [10, 20, 30]
    assert [moment.court for moment in trace.moments] == ["S1 2019", "S2 2019", "S1 2020"]


def test_un_stock_se_releve_face_a_sa_cible_et_la_valeur_d_avant_le_tient():
    indicateur = IndicateurFactory(code="stock", stock_depuis="2019-s1")
    saisir(indicateur, [10, 12, None], cible=15)
    trace = courbe()
    assert trace.valeurs == (10, 12, 12)
    assert trace.attendus == [15, 15, 15]


def test_elle_commence_au_premier_resultat_et_non_a_zero():
    saisir(IndicateurFactory(code="tard"), [None, 5, 6])
    assert [moment.court for moment in courbe().moments] == ["S2 2019", "S1 2020"]


def test_sans_cible_il_n_y_a_pas_de_courbe():
    saisir(IndicateurFactory(code="libre"), [1, 2, 3], cible=None)
    assert tracer_de(Departement.objects.all(), S3) == []


def test_elle_est_celle_des_departements_choisis_et_se_refait_apres_une_saisie():
    indicateur = IndicateurFactory(code="deux")
    saisir(indicateur, [10, 5, 7])
    nord = Departement.objects.filter(pk="59")
    assert courbe(nord).valeurs[-1] == 22
    saisir(indicateur, [1], departement="62")
    assert (courbe(nord).valeurs[-1], courbe().valeurs[-1]) == (22, 23)


def test_il_coute_quatre_requetes_quel_que_soit_le_nombre_de_semestres(django_assert_num_queries):
    saisir(IndicateurFactory(code="flux"), [10, 5, 7])
    saisir(IndicateurFactory(code="stock", stock_depuis="2019-s1"), [10, 5, 7])
    for semestre in (S1, S3):
        with django_assert_num_queries(4):
            suivre(Convention.objects.actives(semestre), semestre)
