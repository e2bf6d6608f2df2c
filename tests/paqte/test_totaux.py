"""Le total d'un indicateur : ce qui est fait, sur ce qui est visé."""

import datetime
from decimal import Decimal

import pytest

from paqte.models import Convention
from paqte.totaux import Total, additionner, additionner_par_departement, parts_du_semestre
from remontees.periodes import Semestre
from tests.factories import CibleFactory, ConventionFactory, IndicateurFactory, ResultatFactory

S2 = Semestre(2019, 2)


@pytest.mark.parametrize(
    ("atteint", "vise", "taux"), [(15, 60, 25), (0, 60, 0), (None, 60, None), (15, None, None)]
)
def test_le_taux_est_le_cumul_en_pour_cent_de_la_cible_des_memes_entreprises(atteint, vise, taux):
    sommes = {"atteint": atteint, "vise": vise, "cumul": 500, "cible": 1000}
    total = Total(**{nom: None if n is None else Decimal(n) for nom, n in sommes.items()})
    assert total.taux == taux


def test_le_rythme_est_le_cumul_en_pour_cent_de_ce_que_le_temps_laisse_attendre():
    total = Total(atteint=Decimal(15), vise=Decimal(60), attendu=Decimal(20), cumul=Decimal(500))
    assert total.rythme == 75
    assert Total(atteint=Decimal(15), vise=Decimal(60)).rythme is None


def saisir(indicateur, cible=None, departement="59", signature=datetime.date(2019, 1, 1), **saisis):
    """Une convention : sa cible (ou aucune) et ses valeurs, ou absences, `a2019_s1=…`."""
    convention = ConventionFactory(
        entreprise__departement__code=departement, date_signature=signature
    )
    if cible:
        CibleFactory(convention=convention, indicateur=indicateur, valeur=cible)
    for semestre, valeur in saisis.items():
        absence = {"valeur": None, "absence": valeur} if isinstance(valeur, str) else {}
        saisie = {"semestre": semestre[1:].replace("_", "-"), "valeur": valeur} | absence
        ResultatFactory(convention=convention, indicateur=indicateur, **saisie)
    return convention


def total_de(indicateur, conventions=None):
    if conventions is None:
        conventions = Convention.objects.all()
    return additionner(conventions, S2)[indicateur.pk]


@pytest.mark.django_db
def test_ce_qui_sera_un_stock_est_encore_un_flux_et_le_semestre_suivant_ne_compte_pas():
    indicateur = IndicateurFactory(stock_depuis="2020-s1")
    saisir(indicateur, cible=60, a2019_s1=10, a2020_s1=1000)
    total = total_de(indicateur)
    assert (total.stock, total.cumul, round(total.attendu)) == (False, 10, 20)


@pytest.mark.django_db
def test_un_flux_s_additionne_depuis_la_signature():
    indicateur = IndicateurFactory()
    saisir(indicateur, a2019_s1=10, a2019_s2=5)
    saisir(indicateur, a2019_s2=2)
    saisir(indicateur, a2019_s1=4)
    saisir(indicateur, a2019_s2="non_communique")
    assert total_de(indicateur) == Total(realise=7, cumul=21, repondantes=2)


@pytest.mark.django_db
def test_un_stock_se_releve_a_la_derniere_valeur_de_l_annee():
    indicateur = IndicateurFactory(stock_depuis="2019-s1")
    saisir(indicateur, a2019_s1=4, a2019_s2=10, a2020_s1=1000)
    # Deux sont du semestre d'avant, deux d'avant encore : celles-là ne comptent plus.
    saisir(indicateur, a2018_s2=100, a2019_s1=7, a2019_s2="non_communique")
    saisir(indicateur, a2019_s1=8)
    saisir(indicateur, a2018_s2=200)
    saisir(indicateur, a2018_s2=300, a2019_s1="sans_objet")
    # Ce semestre, rien ne la concerne : ce qu'elle avait n'est plus là.
    saisir(indicateur, a2019_s1=50, a2019_s2="sans_objet")
    saisir(indicateur, a2019_s2="non_communique")
    assert total_de(indicateur) == Total(
        realise=10, cumul=25, repondantes=1, anterieures=2, laissees=2, stock=True
    )


@pytest.mark.django_db
def test_seules_les_entreprises_qui_ont_une_cible_et_un_cumul_se_comparent():
    indicateur = IndicateurFactory()
    saisir(indicateur, cible=60, a2019_s1=10, a2019_s2=5)
    saisir(indicateur, cible=30, a2019_s2=4)
    saisir(indicateur, cible=500)
    saisir(indicateur, a2019_s2=900)
    total = total_de(indicateur)
    assert (total.cumul, total.cible, total.atteint, total.vise) == (919, 590, 19, 90)
    # Un an sur trois est passé.
    assert round(total.attendu) == 30


@pytest.mark.django_db
def test_d_un_stock_le_temps_ecoule_n_attend_rien():
    indicateur = IndicateurFactory(stock_depuis="2019-s2")
    saisir(indicateur, cible=60, a2019_s1=15)
    assert total_de(indicateur) == Total(
        cumul=15, cible=60, atteint=15, vise=60, anterieures=1, stock=True
    )


@pytest.mark.django_db
def test_deux_indicateurs_d_une_convention_ont_chacun_leur_total():
    flux, stock = IndicateurFactory(), IndicateurFactory(stock_depuis="2019-s1")
    convention = saisir(flux, cible=30, a2019_s1=1, a2019_s2=2)
    ResultatFactory(convention=convention, indicateur=stock, semestre="2019-s2", valeur=40)
    CibleFactory(convention=convention, indicateur=stock, valeur=80)
    cumuls = {pk: (t.cumul, t.vise) for pk, t in additionner(Convention.objects.all(), S2).items()}
    assert cumuls == {flux.pk: (3, 30), stock.pk: (40, 80)}


@pytest.mark.django_db
def test_seules_comptent_les_conventions_choisies():
    indicateur = IndicateurFactory()
    sienne = saisir(indicateur, cible=30, a2019_s2=1)
    saisir(indicateur, cible=300, a2019_s2=100)
    choisies = Convention.objects.filter(pk=sienne.pk)
    total = total_de(indicateur, choisies)
    assert (total.cumul, total.cible) == (1, 30)
    assert additionner(choisies.none(), S2) == {}


@pytest.mark.django_db
def test_chaque_departement_a_ses_totaux():
    indicateur = IndicateurFactory()
    saisir(indicateur, cible=30, a2019_s1=1)
    saisir(indicateur, a2019_s2=2)
    saisir(indicateur, cible=40, departement="62", a2019_s2=5)
    totaux = additionner_par_departement(Convention.objects.all(), S2)
    lus = {code: (t[indicateur.pk].cumul, t[indicateur.pk].cible) for code, t in totaux.items()}
    assert lus == {"59": (3, 30), "62": (5, 40)}


@pytest.mark.django_db
def test_une_part_est_celle_du_semestre_de_qui_a_donne_les_deux():
    tous = IndicateurFactory(code="alternants-total")
    siens = IndicateurFactory(code="alternants-qpv", plafond=tous)
    comptee = saisir(tous, a2019_s1=1000, a2019_s2=40)
    ResultatFactory(convention=comptee, indicateur=siens, semestre="2019-s2", valeur=10)
    ResultatFactory(convention=comptee, indicateur=siens, semestre="2019-s1", valeur=900)
    saisir(siens, a2019_s2=500)
    muette = saisir(tous, a2019_s2=700)
    ResultatFactory(
        convention=muette,
        indicateur=siens,
        semestre="2019-s2",
        valeur=None,
        absence="non_communique",
    )
    autre = saisir(tous, a2019_s2=100)
    ResultatFactory(convention=autre, indicateur=siens, semestre="2019-s2", valeur=90)
    choisies = Convention.objects.exclude(pk=autre.pk)
    assert parts_du_semestre(choisies, S2) == {siens.pk: 25}
