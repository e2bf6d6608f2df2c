"""Rien ne bouge sous les yeux : le décalage cumulé d’une page reste sous le seuil du Web."""

import pytest

from tests.factories import QuartierFactory, bilan_complet

from .pages import Visite

# Seuil de l'indicateur « Cumulative Layout Shift » (https://web.dev/articles/cls).
DECALAGE_ADMIS = 0.1
DECALAGE = """() => new Promise(rendre => {
  let total = 0;
  new PerformanceObserver(liste => liste.getEntries().forEach(d => { total += d.value; }))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => rendre(total), 300);
})"""


@pytest.mark.parametrize("largeur", [pytest.param(1280, marks=pytest.mark.long), 390])
def test_aucune_page_ne_bouge_en_s_ouvrant(portail, navigateur, largeur):
    QuartierFactory.create_batch(30, departement__code="59")
    bilan = bilan_complet()
    onglet = navigateur(largeur=largeur)
    Visite(onglet, javascript=True).se_connecter("agent-59")
    for adresse in ("/", "/quartiers/", "/mesures/", bilan.get_absolute_url()):
        onglet.goto(adresse, wait_until="networkidle")
        assert onglet.evaluate(DECALAGE) < DECALAGE_ADMIS, adresse
