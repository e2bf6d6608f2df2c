"""Les gestes d'une personne dans le portail, pour que les parcours se lisent comme des phrases."""

from axe_playwright_python.sync_playwright import Axe

from .conftest import MOT_DE_PASSE

# Règles qui portent sur le RGAA (WCAG 2 A et AA) et les bonnes pratiques.
AXE = Axe()


def se_connecter(onglet, identifiant):
    """Quitte le compte en cours s'il y en a un, puis se connecte."""
    onglet.context.clear_cookies()
    onglet.goto("/connexion/")
    verifier_page(onglet)
    onglet.get_by_label("Nom d’utilisateur").fill(identifiant)
    onglet.get_by_label("Mot de passe").first.fill(MOT_DE_PASSE)
    onglet.get_by_role("button", name="Se connecter").click()
    onglet.get_by_role("heading", name="Tableau de bord", level=1).wait_for()
    verifier_page(onglet)


def ouvrir(onglet, adresse):
    """Ouvre une adresse du portail et vérifie la page."""
    onglet.goto(adresse)
    verifier_page(onglet)


def choisir(onglet, role, nom):
    """Suit un lien ou presse un bouton, et vérifie la page obtenue."""
    onglet.get_by_role(role, name=nom, exact=True).first.click()
    onglet.wait_for_load_state("load")
    verifier_page(onglet)


def verifier_page(onglet):
    """Échoue si axe trouve une violation ou si la page déborde en largeur.

    axe s'exécute dans la page : sans JavaScript, seule la largeur ne peut être vérifiée, et les
    mêmes pages sont examinées par le parcours avec JavaScript.
    """
    if not onglet.evaluate_possible:
        return
    violations = AXE.run(onglet).response["violations"]
    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in violations] == []
    largeur = onglet.evaluate("document.documentElement.scrollWidth")
    assert largeur <= onglet.viewport_size["width"], f"{onglet.url} déborde : {largeur} px"
