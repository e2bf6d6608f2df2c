"""Les sommes du PAQTE gardées en mémoire : justes après toute écriture, et refaites alors."""

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from paqte.models import Entreprise, ResultatConvention
from paqte.totaux import Total, tient_le_rythme
from tests.factories import (
    CampagneFactory,
    CibleFactory,
    ConventionFactory,
    IndicateurFactory,
    ResultatFactory,
)
from tests.solidite.conftest import POSTGRESQL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fin_2019")]

ADRESSE = reverse("national:tableau")
COMPARAISON = reverse("national:comparaison")


@pytest.fixture
def fin_2019():
    with time_machine.travel("2019-12-02"):
        yield


@pytest.fixture
def convention(client, cget):
    """Une convention d'une PME du 59 : 10 de fait, 30 pour cible ; le CGET est connecté.

    Les deux semestres de 2019 ont leur campagne.
    """
    for semestre in ("2019-s1", "2019-s2"):
        CampagneFactory(periode=semestre)
    client.force_login(cget)
    convention = ConventionFactory(entreprise__departement__code="59")
    indicateur = IndicateurFactory()
    ResultatFactory(convention=convention, indicateur=indicateur)
    CibleFactory(convention=convention, indicateur=indicateur)
    return convention


def lire(client, **choix):
    """Rend ce que le tableau montre du PAQTE : cumul, cible, conventions, PME signataires."""
    paqte = client.get(ADRESSE, choix).context["paqte"]
    ((_, total),) = paqte["resultats"]
    tailles = dict(paqte["tailles"])
    return total.cumul, total.cible, paqte["en_cours"], tailles[Entreprise.Taille.PME.label]


def corriger(objet, **valeurs):
    for champ, valeur in valeurs.items():
        setattr(objet, champ, valeur)
    objet.save()


ECRITURES = {
    "résultat saisi": (
        lambda c: ResultatFactory(
            convention=c, indicateur=c.cibles.get().indicateur, semestre="2019-s2", valeur=5
        ),
        (15, 30, 1, 1),
    ),
    "résultat corrigé": (lambda c: corriger(c.resultats.get(), valeur=11), (11, 30, 1, 1)),
    "résultat effacé": (lambda c: c.resultats.all().delete(), (None, 30, 1, 1)),
    "cible corrigée": (lambda c: corriger(c.cibles.get(), valeur=31), (10, 31, 1, 1)),
    "cible effacée": (lambda c: c.cibles.get().delete(), (10, None, 1, 1)),
    "entreprise devenue grande": (
        lambda c: corriger(c.entreprise, taille=Entreprise.Taille.GRANDE),
        (10, 30, 1, 0),
    ),
    "convention de plus": (
        lambda c: ConventionFactory(
            entreprise=c.entreprise, date_signature=datetime.date(2019, 9, 1)
        ),
        (10, 30, 2, 1),
    ),
}


@pytest.mark.parametrize(("ecrire", "attendu"), ECRITURES.values(), ids=ECRITURES)
def test_une_ecriture_se_voit_aussitot(client, convention, ecrire, attendu):
    assert lire(client) == (10, 30, 1, 1)
    ecrire(convention)
    assert lire(client) == attendu


def test_rien_n_est_additionne_deux_fois(client, convention):
    lire(client)
    with CaptureQueriesContext(connection) as requetes:
        lire(client)
    assert not [r for r in requetes if f'"{ResultatConvention._meta.db_table}"' in r["sql"]]


def test_une_cible_ne_compte_que_pendant_sa_convention(client, convention):
    suivante = ConventionFactory(
        entreprise__departement__code="59", date_signature=datetime.date(2019, 9, 1)
    )
    CibleFactory(convention=suivante, indicateur=convention.cibles.get().indicateur, valeur=5)
    assert lire(client, semestre="2019-s1")[1] == 30
    assert lire(client, semestre="2019-s2")[1] == 35


@pytest.mark.parametrize(("choix", "cumul"), [({"semestre": "2019-s1"}, 10), ({"region": "93"}, 7)])
def test_chaque_periode_et_chaque_region_a_ses_sommes(client, convention, choix, cumul):
    ResultatFactory(
        convention=ConventionFactory(
            entreprise__departement__code="13", entreprise__departement__region__code="93"
        ),
        indicateur=convention.cibles.get().indicateur,
        semestre="2019-s2",
        valeur=7,
    )
    assert lire(client)[0] == 17
    assert lire(client, **choix)[0] == cumul


@POSTGRESQL
@pytest.mark.usefixtures("transactional_db")
def test_une_ecriture_qui_finit_apres_une_plus_recente_se_voit(client, convention):
    recent = ECRITURES["résultat saisi"][0](convention)
    ecrite, permise = threading.Event(), threading.Event()

    def ecrire_lentement():
        with transaction.atomic():
            corriger(convention.resultats.get(semestre="2019-s1"), valeur=20)
            ecrite.set()
            permise.wait(20)
        connection.close()

    with ThreadPoolExecutor(1) as fil:
        lente = fil.submit(ecrire_lentement)
        ecrite.wait(20)
        corriger(recent, valeur=6)
        assert lire(client)[0] == 10 + 6
        permise.set()
        lente.result()
    assert lire(client)[0] == 20 + 6


def test_une_entreprise_de_trois_departements_en_fait_une(client, convention):
    siren = convention.entreprise.siren
    for code in ("13", "93"):
        ConventionFactory(entreprise__departement__code=code, entreprise__siren=siren)
    assert lire(client)[2:] == (3, 1)


def test_le_tableau_dit_combien_de_departements_ont_saisi(client, convention):
    pages = [client.get(ADRESSE, {"semestre": s}).text for s in ("2019-s1", "2019-s2")]
    assert "Résultats saisis</strong>, de 1 département" in pages[0]
    assert "Résultats saisis</strong>, d’aucun département" in pages[1]


def test_une_part_se_dit_des_conventions_qui_ont_donne_les_deux(client, cget):
    CampagneFactory()
    client.force_login(cget)
    tous = IndicateurFactory(code="alternants-total", libelle="Alternants de toutes origines")
    siens = IndicateurFactory(code="alternants-qpv", plafond=tous, axe=tous.axe)
    muette, parlante = ConventionFactory(), ConventionFactory()
    for convention, indicateur, valeur in (
        (parlante, tous, 40),
        (parlante, siens, 10),
        (muette, siens, 30),
    ):
        ResultatFactory(convention=convention, indicateur=indicateur, valeur=valeur)
    page = client.get(ADRESSE, {"semestre": "2019-s1"})
    parts = {i.code: total.part for i, total in page.context["paqte"]["resultats"]}
    assert parts == {"alternants-total": None, "alternants-qpv": 25}
    page = client.get(COMPARAISON, {"semestre": "2019-s1"})
    assert "25&nbsp;% de «&nbsp;Alternants de toutes origines&nbsp;»" in page.text


def test_un_stock_se_dit_la_ou_on_lit_son_total(client, cget):
    CampagneFactory()
    client.force_login(cget)
    ResultatFactory(indicateur__stock_depuis="2019-s1")
    assert "Stock&nbsp;: relevé" in client.get(COMPARAISON, {"semestre": "2019-s1"}).text


@pytest.mark.parametrize(
    ("atteint", "verdict", "tenu"),
    [
        (97, "en retard sur le rythme", False),
        (98, "au rythme prévu", True),
        (103, "en avance", True),
    ],
)
def test_le_verdict_et_le_compte_des_rythmes_tenus_ont_la_meme_regle(atteint, verdict, tenu):
    total = Total(atteint=atteint, attendu=100)
    assert (total.verdict, tient_le_rythme(total.rythme)) == (verdict, tenu)
