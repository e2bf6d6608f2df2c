"""La jauge de frappe : elle ne remet en page que ce qui change, et ne contredit pas la vraie."""

import random

import pytest

from remontees import frappe, pdf
from tests.factories import ContratFactory, ProtocoleFactory, synthese_complete

pytestmark = pytest.mark.django_db
PHRASE = "Une phrase sur les habitants, les maires et les associations du quartier.\n\n"


@pytest.fixture
def synthese():
    synthese = synthese_complete(demarches=PHRASE * 10, exemples="- un exemple\n" * 10)
    for rang in range(6):
        contrat = ContratFactory(departement=synthese.departement, nom=f"Contrat {rang}")
        ProtocoleFactory(contrat=contrat)
    return synthese


@pytest.fixture
def mises_en_page(monkeypatch):
    """Les morceaux mis en page, à chaque appel."""
    appels, vraie = [], pdf.a_part

    def noter(calcul, morceaux):
        appels.append(len(morceaux))
        return vraie(calcul, morceaux)

    monkeypatch.setattr(pdf, "a_part", noter)
    return appels


def test_une_frappe_ne_remet_en_page_que_sa_section(synthese, mises_en_page):
    synthese.jauge_de_frappe()
    synthese.difficultes += "Un mot de plus."
    synthese.jauge_de_frappe()
    synthese.jauge_de_frappe()
    # Cinq sections et ce qui les entoure, puis une seule, puis rien.
    assert mises_en_page == [6, 1]


def test_loin_d_un_nombre_entier_elle_dit_ce_que_dit_la_vraie(synthese):
    vue, vraie = synthese.jauge_de_frappe(), synthese.jauge()
    assert vue.nombre == vraie.nombre
    assert vue.longueur == pytest.approx(vraie.longueur, abs=frappe.DOUTE)
    assert vue.parties.keys() == vraie.parties.keys()


def test_pres_d_un_nombre_entier_c_est_la_vraie(synthese, monkeypatch):
    monkeypatch.setattr(frappe, "_hauteurs", lambda morceaux: {None: 4.9 * frappe.UTILE})
    assert synthese.jauge_de_frappe() == synthese.jauge()


# Trois longueurs à chaque `make test`, les autres dans la forme longue.
LIGNES = [
    pytest.param(lignes, marks=[] if lignes in {40, 43, 46} else [pytest.mark.long])
    for lignes in range(34, 54)
]


@pytest.mark.parametrize("lignes", LIGNES)
def test_autour_de_cinq_pages_pleines_elle_ne_contredit_jamais_la_transmission(synthese, lignes):
    hasard = random.Random(lignes)
    for champ in ("demarches", "difficultes", "exemples"):
        phrases = [PHRASE if hasard.random() < 0.7 else "- un point\n- un autre\n\n"] * lignes
        setattr(synthese, champ, "".join(phrases))
    vue, vraie = synthese.jauge_de_frappe(), synthese.jauge()
    assert vue.nombre == vraie.nombre


def test_un_document_trop_lourd_n_a_pas_de_jauge(synthese, monkeypatch):
    def lever(*arguments):
        raise pdf.DocumentTropLourd

    monkeypatch.setattr(pdf, "a_part", lever)
    assert synthese.jauge_de_frappe() is None
