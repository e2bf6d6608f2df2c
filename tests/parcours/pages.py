"""Les gestes d'une personne dans le portail, pour que les parcours se lisent comme des phrases."""

import hashlib
import os
import tempfile
import uuid
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

MOT_DE_PASSE = "quartiers-demo"
TELEPHONE = pytest.param(True, 390, marks=pytest.mark.long, id="telephone")
# Un parcours se fait à l'écran, puis sans JavaScript et au téléphone (`make epreuves`)…
SELON_L_ECRAN = pytest.mark.parametrize(
    ("javascript", "largeur"),
    [
        pytest.param(True, 1280, id="avec-js"),
        pytest.param(False, 1280, marks=pytest.mark.long, id="sans-js"),
        TELEPHONE,
    ],
)
# … ou l'inverse : sans JavaScript à chaque fois, le reste aux épreuves.
SANS_JAVASCRIPT = pytest.mark.parametrize(
    ("javascript", "largeur"),
    [
        pytest.param(False, 1280, id="sans-js"),
        pytest.param(True, 1280, marks=pytest.mark.long, id="avec-js"),
        TELEPHONE,
    ],
)
# Une page n'est examinée qu'une fois, et une fois de plus quand elle refuse : axe est lent. Les
# processus de la suite (xdist) se partagent ce dossier : ce que l'un a examiné, l'autre le passe.
PASSAGE = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid.uuid4().hex)
EXAMINEES = Path(tempfile.gettempdir(), f"quartiers-axe-{PASSAGE}")
PAGE = """() => location.pathname.replace(/[0-9]+/g, "#") +
  document.querySelector(".fr-alert--error, .fr-error-text, .fr-message--error")?.className"""


class Visite:
    """Une personne devant son navigateur ; chaque page ouverte est vérifiée.

    axe s'exécute dans la page : sans JavaScript, il ne peut pas tourner, et les mêmes pages sont
    examinées par le parcours avec JavaScript.
    """

    def __init__(self, onglet, javascript):
        self.onglet, self.javascript = onglet, javascript

    def se_connecter(self, identifiant):
        """Quitte le compte en cours s'il y en a un, puis se connecte."""
        self.onglet.context.clear_cookies()
        self.ouvrir("/connexion/")
        self.s_identifier(identifiant)
        self.voir_titre("Tableau de bord")

    def s_identifier(self, identifiant):
        """Remplit la page de connexion, et l'envoie."""
        self.onglet.locator("[name=username]").fill(identifiant)
        self.onglet.locator("[name=password]").fill(MOT_DE_PASSE)
        self.presser("Se connecter")

    def ouvrir(self, adresse):
        """Ouvre une adresse du portail."""
        self.onglet.goto(adresse)
        self.verifier()

    def suivre(self, nom):
        """Suit le premier lien de ce nom."""
        self.onglet.get_by_role("link", name=nom).first.click()
        self.verifier()

    def presser(self, nom):
        """Presse le bouton de ce nom, dans la page."""
        self.onglet.locator("main").get_by_role("button", name=nom, exact=True).click()
        self.verifier()

    def ecrire(self, champ, texte):
        """Écrit dans le champ que porte ce libellé, et non ses boutons de mise en forme."""
        champs = self.onglet.locator("input, textarea")
        self.deplier(self.onglet.locator("main").get_by_label(champ).and_(champs)).fill(texte)

    def choisir(self, champ, option):
        """Choisit une option de la liste déroulante."""
        self.deplier(self.onglet.locator("main").get_by_label(champ)).select_option(label=option)

    def cocher(self, *libelles):
        """Coche des cases par leur libellé."""
        for libelle in libelles:
            case = self.onglet.locator("main").get_by_label(libelle, exact=True)
            self.deplier(case).check(force=True)

    def derouler(self, nom):
        """Ouvre le volet de ce nom."""
        self.onglet.locator("main summary", has_text=nom).first.click()

    def deplier(self, champ):
        """Ouvre les volets qui cachent ce champ, du plus grand au plus petit ; rend le champ."""
        fermes = champ.locator("xpath=ancestor::details[not(@open)]")
        while fermes.count():
            fermes.first.locator("> summary").click()
        return champ

    def importer(self, fichier, chiffres_au=""):
        """Importe une liste officielle de quartiers, ou leurs chiffres, jusqu'à la confirmation."""
        self.ouvrir("/quartiers/import/")
        self.onglet.locator("main input[type=file]").set_input_files(fichier)
        self.onglet.locator("[name=chiffres_au]").fill(chiffres_au)
        self.presser("Voir l’aperçu")
        self.voir_titre("Aperçu de l’import")
        self.presser("Confirmer l’import")
        self.voir(fichier.name)

    def voir(self, texte):
        """Échoue si le texte n'est pas dans la page."""
        lu = self.onglet.locator("main").inner_text().replace("\xa0", " ")
        assert texte in lu

    def voir_titre(self, titre):
        """Échoue si le titre de la page n'est pas celui-là."""
        assert self.onglet.locator("h1").inner_text() == titre

    def telecharger(self, nom):
        """Suit un lien de téléchargement ; rend le chemin du fichier reçu."""
        with self.onglet.expect_download() as recu:
            self.onglet.get_by_role("link", name=nom).first.click()
        return recu.value.path()

    def verifier(self):
        """Échoue si axe trouve une violation ou si la page déborde en largeur."""
        self.onglet.wait_for_load_state("load")
        if not self.javascript:
            return
        ecran = self.onglet.viewport_size["width"]
        largeur = self.onglet.evaluate("document.documentElement.scrollWidth")
        assert largeur <= ecran, f"{self.onglet.url} déborde"
        if premiere_fois(f"{ecran} {self.onglet.evaluate(PAGE)}"):
            violations = Axe().run(self.onglet).response["violations"]
            assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in violations] == []


def premiere_fois(page):
    """Dit si cette page n'a pas encore été examinée, et note qu'elle l'est."""
    EXAMINEES.mkdir(exist_ok=True)
    try:
        (EXAMINEES / hashlib.sha256(page.encode()).hexdigest()).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
