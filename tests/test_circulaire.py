"""Chaque section d'une saisie montre ce que la circulaire en dit, mot pour mot."""

import re

import pytest
from django.template.defaultfilters import linebreaksbr
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape

from socle.fixtures import lire_fixture
from socle.templatetags.circulaire import circulaire
from tests.factories import AxeFactory, CampagneFactory, EngagementFactory, IndicateurFactory

SECTION = re.compile(r'<h2[^>]*>\d\. [^<]*</h2>|<legend class="fr-fieldset__legend">[^<]*</legend>')
AIDE = '<details class="circulaire">'


@pytest.fixture
def pages(client, valideur_59, valideur_region_32):
    """Les saisies, ouvertes : {nom: contenu}."""
    CampagneFactory()
    for genre in ("synthese", "synthese_regionale"):
        CampagneFactory(genre=genre, periode="2019")
    for rang in range(1, 5):
        IndicateurFactory(axe=AxeFactory(rang=rang))
    engagement = EngagementFactory(protocole__contrat__departement_id="59")
    contrat = engagement.protocole.contrat_id
    client.force_login(valideur_59)
    adresses = {
        "bilan": reverse("paqte:bilan", args=["2019-s1", "59"]),
        "synthèse": reverse("synthese", args=["2019", "59"]),
        "protocole": reverse("contrats:protocole_modifier", args=[contrat]),
        "engagement": reverse("contrats:engagement", args=[engagement.pk]),
        "convention": reverse("paqte:convention_ajouter"),
    }
    ouvertes = {nom: client.get(adresse).content.decode() for nom, adresse in adresses.items()}
    client.force_login(valideur_region_32)
    regionale = client.get(reverse("regions:synthese", args=["2019", "32"]))
    return ouvertes | {"synthèse régionale": regionale.content.decode()}


# {saisie: nombre de ses sections}
SECTIONS = {
    "bilan": 7,
    "synthèse": 5,
    "synthèse régionale": 6,
    "protocole": 5,
    "engagement": 4,
    "convention": 7,
}


def test_chaque_section_d_une_saisie_cite_la_circulaire(pages):
    suites = {nom: SECTION.split(page)[1:] for nom, page in pages.items()}
    assert {nom: len(siennes) for nom, siennes in suites.items()} == SECTIONS
    sans_aide = [nom for nom in suites for suite in suites[nom] if AIDE not in suite]
    assert sans_aide == []


def test_chaque_citation_du_fichier_est_montree_avec_son_passage(pages):
    tout = "".join(pages.values())
    for ligne in lire_fixture("aide"):
        assert f"«&nbsp;{linebreaksbr(ligne['citation'])}&nbsp;»" in tout
        assert f'#alinea-{ligne["alinea"]}">{escape(ligne["passage"])}</a>' in tout


def test_une_citation_est_echappee():
    ligne = {"citation": "<b>Vous réunirez</b>", "passage": "annexe <2>"}
    page = render_to_string("composants/circulaire.html", {"citations": [ligne]})
    assert "&lt;b&gt;Vous réunirez&lt;/b&gt;" in page
    assert "annexe &lt;2&gt;" in page


def test_une_section_dont_la_circulaire_ne_dit_rien_n_a_pas_d_aide():
    assert not circulaire({}, "axe-5")["citations"]
    assert AIDE not in render_to_string("composants/circulaire.html", circulaire({}, "axe-5"))
