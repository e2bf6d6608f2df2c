"""Le texte agrandi ou espacé reste lisible, et rien ne sort de l'écran."""

import pytest

from tests.adresses import adresses

pytestmark = pytest.mark.django_db(transaction=True)

# Les espacements que le RGAA (10.12) laisse choisir.
ESPACE = """* {
  line-height: 1.5 !important;
  letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important;
}
p { margin-bottom: 2em !important; }"""
PAGES = (
    "accueil",
    "quartiers:liste",
    "contrats:contrat_ajouter",
    "paqte:bilan@brouillon",
    "preuve",
)
# Ce qui sort de l'écran sans être dans un tableau qui défile, ou dont le texte est coupé.
COUPES = """() => [...document.querySelectorAll("main *, header *, footer *")]
  .filter((e) => e.clientWidth && getComputedStyle(e).visibility === "visible"
    // Un bouton d'icône cache son texte exprès.
    && !e.closest(".fr-table__container, .fr-sr-only, select, textarea, .fr-header__navbar")
    && !e.closest(".fr-modal:not([open])"))
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1
    || (getComputedStyle(e).overflow === "hidden" && e.scrollHeight > e.clientHeight + 2))
  .map((e) => e.outerHTML.slice(0, 100))"""


# À 200 %, un écran de 1280 pixels n'en a plus que 640.
@pytest.mark.parametrize(
    ("style", "largeur"), [(ESPACE, 320), ("* {}", 640)], ids=["espace", "200"]
)
def test_rien_ne_se_perd(sans_rendu, valideur_59, navigateur, session_de, style, largeur):
    posees = adresses(valideur_59)
    onglet = navigateur(largeur=largeur, session=session_de(valideur_59), bypass_csp=True)
    perdus = {}
    for page in PAGES:
        onglet.goto(posees[page])
        onglet.add_style_tag(content=style)
        perdus[page] = onglet.evaluate(COUPES)
    assert {page: coupes for page, coupes in perdus.items() if coupes} == {}


@pytest.mark.long
def test_un_engagement_ne_se_coupe_pas_au_milieu_d_un_mot(
    sans_rendu, valideur_59, navigateur, session_de
):
    onglet = navigateur(largeur=390, session=session_de(valideur_59))
    onglet.goto(adresses(valideur_59)["contrats:engagements"])
    largeur = onglet.locator("td .texte-saisi").first.evaluate("e => e.offsetWidth")
    assert largeur >= 16 * 16


def test_un_nombre_se_range_a_droite(sans_rendu, valideur_59, navigateur, session_de):
    onglet = navigateur(session=session_de(valideur_59))
    posees = adresses(valideur_59)
    for page in ("quartiers:liste", "paqte:bilan", "mesures:tableau"):
        onglet.goto(posees[page])
        ranges = onglet.locator(".fr-table .nombre").evaluate_all(
            "cellules => cellules.map((c) => getComputedStyle(c).textAlign)"
        )
        assert set(ranges) == {"right"}, page


@pytest.mark.long
@pytest.mark.parametrize("page", ["quartiers:liste", "paqte:conventions", "contrats:contrats"])
def test_au_telephone_la_premiere_ligne_d_une_liste_se_voit(
    sans_rendu, valideur_59, navigateur, session_de, page
):
    onglet = navigateur(largeur=390, hauteur=844, session=session_de(valideur_59))
    onglet.goto(adresses(valideur_59)[page])
    assert onglet.locator("tbody tr").first.bounding_box()["y"] < 844
