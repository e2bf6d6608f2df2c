"""Un nombre qui étonne se confirme : à la saisie, et à l'aperçu d'un import."""

import datetime

import pytest
from django.urls import reverse

from mesures.models import Valeur
from tests.factories import ValeurFactory
from tests.formulaires import rempli_de

pytestmark = pytest.mark.django_db

AVANT = datetime.date(2018, 12, 31)


@pytest.mark.parametrize(
    ("nature", "nombre", "avant", "etonne"),
    [
        ("entier", 123_456_789_012_345, None, True),
        ("entier", 100_000_000, None, True),
        ("entier", 99_999_999, None, False),
        ("euros", 10**12, None, True),
        ("euros", 10**12 - 1, None, False),
        ("entier", 1000, 100, True),
        ("entier", 999, 100, False),
        ("entier", 10, 100, True),
        ("entier", 11, 100, False),
        ("entier", 99, 1, False),
        ("entier", 0, 100, True),
        ("texte", None, None, False),
        ("entier", None, 100, False),
        ("part", 90, None, False),
    ],
)
def test_un_nombre_demesure_ou_dix_fois_celui_d_avant_etonne(nature, nombre, avant, etonne):
    valeur = ValeurFactory(nombre=nombre, indicateur__nature=nature)
    precedente = None
    if avant is not None:
        precedente = ValeurFactory(indicateur=valeur.indicateur, nombre=avant, le=AVANT)
    assert bool(valeur.ce_qui_etonne(precedente)) is etonne


def test_ce_qui_etonne_se_dit_avec_la_valeur_d_avant_et_sa_date():
    avant = ValeurFactory(nombre=100, le=AVANT)
    saut = ValeurFactory(nombre=1000, indicateur=avant.indicateur)
    assert "c’était 100 le 31/12/2018." in saut.ce_qui_etonne(avant)


def test_la_valeur_d_avant_est_du_meme_indicateur_et_du_meme_territoire():
    nord = ValeurFactory(code="59")
    for autre in ({"code": "62"}, {"code": "59", "le": datetime.date(2019, 12, 31)}):
        ValeurFactory(indicateur=nord.indicateur, **{"le": AVANT} | autre)
    ValeurFactory(code="59", le=AVANT)
    assert nord.precedente is None
    avant = ValeurFactory(indicateur=nord.indicateur, code="59", le=AVANT)
    assert nord.precedente == avant


def test_un_nombre_qui_etonne_se_confirme_pour_s_enregistrer(client, indicateur):
    adresse = reverse("mesures:valeur_ajouter", args=[indicateur.code])
    assert "confirmee" not in client.get(adresse).context["form"].fields
    saisie = {
        "france_entiere": "on",
        "le": "2019-06-30",
        "nombre": "123 456 789 012 345",
        "source": "Enquête",
    }
    page = client.post(adresse, saisie)
    assert "étonne" in page.context["form"].errors["nombre"][0]
    assert not Valeur.objects.exists()
    client.post(adresse, rempli_de(page, confirmee="on"))
    assert Valeur.objects.get().nombre == 123_456_789_012_345


def test_un_nombre_refuse_pour_autre_chose_ne_se_confirme_pas(client, indicateur):
    adresse = reverse("mesures:valeur_ajouter", args=[indicateur.code])
    page = client.post(adresse, {"nombre": "123 456 789 012 345"})
    assert "confirmee" not in page.context["form"].fields


def test_contester_par_la_meme_valeur_est_refuse(client, agent_59):
    valeur = ValeurFactory(code="59")
    client.force_login(agent_59)
    saisie = {"nombre": "100", "motif": "Oubli", "source": "Recensement"}
    page = client.post(reverse("mesures:contester", args=[valeur.pk]), saisie)
    assert "proposez-en une autre" in page.text
    assert not valeur.contestations.exists()
