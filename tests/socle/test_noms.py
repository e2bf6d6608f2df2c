"""Un service de l'État porte son nom d'aujourd'hui, ou celui qu'il avait à une date."""

import datetime

import pytest
import time_machine
from django.template import Context, Template

from comptes.models import Utilisateur
from socle.noms import nommer, nommer_plus_tard


@pytest.mark.parametrize(
    ("le", "attendu"),
    [
        ("2019-12-31", "CGET"),
        ("2020-01-01", "ANCT"),
        ("2026-11-29", "ANCT"),
    ],
)
def test_un_service_porte_le_nom_de_la_date(le, attendu):
    assert nommer("{cget}", datetime.date.fromisoformat(le)) == attendu


@pytest.mark.parametrize(
    ("texte", "en_2019", "aujourd_hui"),
    [
        ("Transmettre {au cget}", "Transmettre au CGET", "Transmettre à l’ANCT"),
        ("{Le cget} demande", "Le CGET demande", "L’ANCT demande"),
        ("le commentaire {du cget}", "le commentaire du CGET", "le commentaire de l’ANCT"),
        ("{direccte}, rectorat", "DIRECCTE, rectorat", "DREETS ou DDETS, rectorat"),
        ("avec {pole_emploi}", "avec Pôle emploi", "avec France Travail"),
    ],
)
def test_le_nom_garde_son_article(texte, en_2019, aujourd_hui):
    assert nommer(texte, datetime.date(2019, 6, 30)) == en_2019
    assert nommer(texte, datetime.date(2026, 6, 30)) == aujourd_hui


def test_sans_date_c_est_le_nom_d_aujourd_hui():
    plus_tard = nommer_plus_tard("{pole_emploi}")
    for le, attendu in (("2023-12-31", "Pôle emploi"), ("2024-01-01", "France Travail")):
        with time_machine.travel(f"{le}T12:00:00+01:00", tick=False):
            assert str(plus_tard) == attendu


def test_un_gabarit_nomme_un_service_a_une_date():
    gabarit = Template("{% nom 'au cget' %}, {% nom 'au cget' fin %}")
    with time_machine.travel("2026-11-29T12:00:00+01:00", tick=False):
        rendu = gabarit.render(Context({"fin": datetime.date(2019, 6, 30)}))
    assert rendu == "à l’ANCT, au CGET"


def test_le_role_garde_sa_cle_et_porte_le_nom_d_aujourd_hui():
    cget = Utilisateur(role="cget")
    for le, attendu in (("2019-06-30", "CGET"), ("2026-06-30", "ANCT")):
        with time_machine.travel(f"{le}T12:00:00+02:00", tick=False):
            assert cget.get_role_display() == attendu
