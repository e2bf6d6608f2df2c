"""Au clavier seul : on voit où l'on est, tout s'ouvre et se ferme, chaque statut se dit."""

import pytest

from contrats.models import EngagementDijon
from tests.factories import (
    EngagementFactory,
    ProtocoleFactory,
    bilan_complet,
    synthese_complete,
)

pytestmark = pytest.mark.usefixtures("portail")

# Le haut, le bas et le nom de l'élément qui a le focus, et ce que montre l'écran à sa place.
FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const boite = element.getBoundingClientRect();
  const montre = (y) => {
    const vu = document.elementFromPoint(boite.left + Math.min(boite.width / 2, 20), y);
    return element.contains(vu) || vu?.contains(element) || element.labels?.[0]?.contains(vu);
  };
  // Un long texte peut dépasser d'un bord de l'écran : on en voit le haut, ou le milieu.
  const milieu = boite.height / 2;
  const vu = montre(boite.top + Math.min(milieu, 12)) || montre(boite.top + milieu);
  return { nom: element.outerHTML.slice(0, 120), cache: !vu, hauteur: boite.height };
}"""
COLLANTS = """() => [...document.querySelectorAll("main *")]
  .filter((e) => getComputedStyle(e).position === "sticky" && e.tagName !== "TH")
  .map((e) => e.className)"""


@pytest.fixture
def visite(visite_de):
    return visite_de("agent-59")


@pytest.mark.parametrize("touche", ["Tab", pytest.param("Shift+Tab", marks=pytest.mark.long)])
def test_rien_de_collant_ne_cache_l_element_qui_a_le_focus(visite, touche):
    synthese = synthese_complete(difficultes="")
    visite.onglet.goto(synthese.get_absolute_url())
    visite.onglet.locator("details.depliant").evaluate_all("v => v.forEach(d => d.open = true)")
    if touche == "Shift+Tab":
        visite.onglet.locator("footer a").first.focus()
    caches, vus = [], 0
    for _ in range(90):
        visite.onglet.keyboard.press(touche)
        lu = visite.onglet.evaluate(FOCUS)
        if lu and lu["hauteur"]:
            vus += 1
            caches += [lu["nom"]] if lu["cache"] else []
    assert vus > 60
    assert caches == []


@pytest.mark.long
def test_sur_un_ecran_de_256_pixels_de_haut_rien_ne_colle(navigateur, visite):
    bilan_complet()
    synthese = synthese_complete()
    visite.onglet.set_viewport_size({"width": 320, "height": 256})
    visite.onglet.goto(synthese.get_absolute_url())
    assert visite.onglet.evaluate(COLLANTS) == []


def test_le_premier_arret_mene_au_contenu(visite):
    visite.onglet.goto("/quartiers/")
    visite.onglet.keyboard.press("Tab")
    assert visite.onglet.evaluate("document.activeElement.textContent") == "Contenu"
    visite.onglet.keyboard.press("Enter")
    visite.onglet.wait_for_url("**#content")


def test_le_menu_et_les_parametres_d_affichage_s_ouvrent_et_se_ferment_au_clavier(visite):
    onglet = visite.onglet
    onglet.goto("/")
    onglet.locator("[aria-controls=menu-ressources]").focus()
    onglet.keyboard.press("Enter")
    onglet.get_by_role("link", name="Textes de référence").wait_for()
    onglet.keyboard.press("Escape")
    bouton = onglet.get_by_role("button", name="Paramètres d’affichage")
    bouton.focus()
    onglet.keyboard.press("Enter")
    onglet.locator("#fr-theme-modal[open], #fr-theme-modal.fr-modal--opened").wait_for()
    onglet.locator("label[for=fr-radios-theme-dark]").click()
    assert onglet.evaluate("document.documentElement.dataset.frTheme") == "dark"
    onglet.locator("#fr-theme-modal .fr-btn--close").press("Enter")
    onglet.locator("footer button:focus").wait_for()


@pytest.mark.long
def test_un_tableau_n_arrete_le_clavier_que_s_il_defile(visite):
    visite.onglet.goto("/quartiers/")
    zone = visite.onglet.locator(".fr-table__container").first
    defilante = visite.onglet.locator(".fr-table__container[tabindex]")
    defilante.first.wait_for(state="detached")
    assert zone.get_attribute("role") is None
    visite.onglet.set_viewport_size({"width": 320, "height": 800})
    defilante.first.wait_for()
    assert zone.get_attribute("role") == "region"
    assert zone.get_attribute("aria-label")


def test_une_saisie_refusee_place_sur_le_resume_des_erreurs(visite):
    visite.onglet.goto("/contrats/ajouter/")
    visite.presser("Enregistrer")
    assert "La saisie n’est pas enregistrée" in visite.onglet.evaluate(
        "document.activeElement.textContent"
    )
    assert visite.onglet.title().startswith("Erreur : ")


def test_la_jauge_se_dit_dans_une_region_qui_reste(visite):
    synthese = synthese_complete()
    visite.onglet.goto(synthese.get_absolute_url())
    region = visite.onglet.locator("#annonce-de-la-jauge")
    region.evaluate("e => e.dataset.repere = 'la même'")
    champ = visite.onglet.locator("[name=demarches]")
    visite.deplier(champ).fill("Un texte de plus. " * 300)
    visite.onglet.locator("#annonce-de-la-jauge", has_text="page").wait_for(state="attached")
    assert "page" in region.inner_text()
    assert region.get_attribute("data-repere") == "la même"
    assert region.get_attribute("role") == "status"


@pytest.mark.long
def test_un_lien_ouvre_la_section_qui_cache_son_champ(visite):
    synthese = synthese_complete()
    visite.onglet.goto(f"{synthese.get_absolute_url()}#id_exemples")
    champ = visite.onglet.locator("[name=exemples]")
    champ.wait_for()
    assert champ.evaluate("e => e === document.activeElement")


@pytest.mark.long
@pytest.mark.parametrize(("largeur", "hauteur"), [(1280, 900), (390, 800)])
def test_la_matrice_ne_cache_pas_ce_qui_a_le_focus(visite, largeur, hauteur):
    engagements = EngagementDijon.objects.all()[:12]
    for _ in range(8):
        protocole = ProtocoleFactory(contrat__departement__code="59", avancement="en_negociation")
        for engagement in engagements:
            EngagementFactory(
                protocole=protocole, engagement_dijon=engagement, domaine=engagement.domaine
            )
    visite.onglet.set_viewport_size({"width": largeur, "height": hauteur})
    visite.onglet.goto("/contrats/dijon/")
    visite.onglet.locator("footer a").first.focus()
    caches, vus = [], 0
    for _ in range(60):
        visite.onglet.keyboard.press("Shift+Tab")
        lu = visite.onglet.evaluate(FOCUS)
        if lu and lu["hauteur"]:
            vus += 1
            caches += [lu["nom"]] if lu["cache"] else []
    assert vus > 30
    assert caches == []
