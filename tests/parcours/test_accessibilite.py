"""axe sur les pages et leurs erreurs, à trois largeurs et dans les deux thèmes.

Un échantillon dans la suite ; toutes les pages, tous les états, dans la forme longue.
"""

import itertools

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache

from partage.annonces import COURANTES
from tests.adresses import adresses
from tests.matrice import lire_la_matrice

pytestmark = pytest.mark.django_db(transaction=True)

LARGEURS = (1280, 390, 320)
THEMES = ("light", "dark")
PERSONNES = ("valideur_59", "cget", "administrateur", "anonyme")
# (personne, ligne de la matrice, largeur, thème, saisie vide envoyée)
ECHANTILLON = (
    ("valideur_59", "accueil", 390, "dark", False),
    ("valideur_59", "paqte:bilan@brouillon", 1280, "dark", False),
    ("valideur_59", "contrats:contrat_ajouter", 390, "light", True),
    # Une de ses tables déborde d'un pixel : le clavier y va aussi.
    ("valideur_59", "paqte:convention", 390, "light", False),
    ("cget", "quartiers:liste", 320, "light", False),
    ("administrateur", "admin:comptes.utilisateur@objet", 1280, "light", False),
)
# axe y pose un style en ligne, que la politique de contenu refuse : là seulement, elle se tait.
ADMINISTRATION = "admin:"
# Une page dont le formulaire n'a rien à remplir agirait.
A_REMPLIR = "main form[method=post]:has(input:not([type=hidden]), textarea, select)"


@pytest.fixture
def posees(sans_rendu, valideur_59):
    # Ce qui s'annonce est en tête de chaque page examinée.
    cache.delete(COURANTES)
    return adresses(valideur_59)


@pytest.fixture
def onglet_de(navigateur, session_de, request):
    """Rend un onglet de cette personne, à cette largeur et dans ce thème."""

    def ouvrir(personne, largeur, theme, **options):
        session = personne != "anonyme" and session_de(request.getfixturevalue(personne))
        return navigateur(largeur=largeur, theme=theme, session=session or None, **options)

    return ouvrir


def defauts(onglet):
    """Rend ce qu'axe trouve à redire, et le débordement de la page."""
    # La souris naît dans le coin de l'en-tête, et le survole : la page se juge au repos.
    onglet.mouse.move(0, onglet.viewport_size["height"] - 1)
    reponse = Axe().run(onglet).response
    debord = onglet.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [
        *((v["id"], [n["target"] for n in v["nodes"]][:3]) for v in reponse["violations"]),
        *([f"déborde de {debord} px"] if debord > 0 else []),
    ]


def envoyer_vide(onglet):
    """Envoie le formulaire de la page sans y rien écrire ; rend le code de la réponse, ou None."""
    formulaires = onglet.locator(A_REMPLIR)
    if not formulaires.count():
        return None
    onglet.evaluate("document.querySelectorAll('main form').forEach(f => f.noValidate = true)")
    # Envoyé un instant après : la page qui exécute ceci n'est pas défaite pendant qu'elle répond.
    with onglet.expect_navigation() as arrivee:
        formulaires.first.evaluate("f => { setTimeout(() => f.requestSubmit()) }")
    return arrivee.value.status


@pytest.mark.parametrize(("personne", "ligne", "largeur", "theme", "vide"), ECHANTILLON)
def test_l_echantillon_n_a_aucun_defaut(posees, onglet_de, personne, ligne, largeur, theme, vide):
    onglet = onglet_de(personne, largeur, theme, bypass_csp=ligne.startswith(ADMINISTRATION))
    onglet.goto(posees[ligne])
    if vide:
        assert envoyer_vide(onglet) == 422
    assert defauts(onglet) == []


def pages_de(client, posees, personne):
    """Donne chaque ligne que la personne ouvre, et qui est une page."""
    matrice = lire_la_matrice()
    for ligne, adresse in posees.items():
        if " " in ligne or ligne.startswith((ADMINISTRATION, "api:")):
            continue
        if matrice[ligne][personne].startswith("200"):
            reponse = client.get(adresse)
            if reponse["Content-Type"].startswith("text/html"):
                yield ligne, adresse


@pytest.mark.long
@pytest.mark.parametrize("personne", PERSONNES)
def test_nulle_page_n_a_de_defaut(client, posees, onglet_de, request, personne):
    if personne != "anonyme":
        client.force_login(request.getfixturevalue(personne))
    pages = list(pages_de(client, posees, personne))
    trouves = {}
    for largeur, theme in itertools.product(LARGEURS, THEMES):
        onglet = onglet_de(personne, largeur, theme)
        for ligne, adresse in pages:
            onglet.goto(adresse)
            trouves[ligne, largeur, theme] = defauts(onglet)
            if envoyer_vide(onglet) == 422:
                trouves[ligne, largeur, theme, "en erreur"] = defauts(onglet)
    assert {etat: liste for etat, liste in trouves.items() if liste} == {}


@pytest.mark.long
def test_nulle_page_de_l_administration_n_a_de_defaut(posees, onglet_de):
    onglet, trouves = onglet_de("administrateur", 1280, "light", bypass_csp=True), {}
    for ligne, adresse in posees.items():
        if ligne.startswith(ADMINISTRATION):
            onglet.goto(adresse)
            trouves[ligne] = defauts(onglet)
    assert trouves
    assert {ligne: liste for ligne, liste in trouves.items() if liste} == {}
