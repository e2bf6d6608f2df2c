"""Refait les images des guides (docs/images/), sur une démonstration neuve : `make captures`.

Une page est une étape de la première visite d'un compte (fixtures/visites.csv) ; un tableau se
montre clair, sombre, au téléphone et imprimé, côte à côte (docs/tableaux.md).
"""

import functools
import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import requests
from PIL import Image
from playwright.sync_api import sync_playwright
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

RACINE = Path(__file__).resolve().parent.parent
IMAGES = RACINE / "docs" / "images"
COULEURS = 48
# Nom de l'image, compte, étape de sa première visite (sans étape : le tableau de bord).
CAPTURES = (
    ("tableau-de-bord", "agent-59", ""),
    ("premiere-visite", "agent-59", "Première visite"),
    ("bilan", "agent-59", "Remplir le bilan du semestre"),
    ("synthese", "agent-59", "Écrire la synthèse du 15 mars"),
    ("national", "cget", "Voir où en est la nation"),
    ("campagnes", "cget", "Ouvrir une campagne"),
    ("mesures", "ministere-emploi", "Relire l’annexe 3 à toute date"),
    ("comptes", "admin", "Passer la main, désactiver"),
)
# Nom de la planche, compte, adresse.
PLANCHES = (
    ("planche-accueil", "cget", "/"),
    ("planche-national", "cget", "/national/"),
    ("planche-evolution", "cget", "/national/evolution/"),
    ("planche-cartes", "cget", "/national/cartes/?carte=paqte-recrutements-qpv"),
    ("planche-comparaison", "cget", "/national/comparaison/"),
    ("planche-entreprises", "cget", "/national/entreprises/"),
    ("planche-region", "region-32", "/national/"),
    ("planche-territoire", "agent-59", "/territoires/59/"),
    ("planche-mesures", "ministere-emploi", "/mesures/"),
)
# Largeur de la fenêtre et thème de chaque aspect ; leur hauteur, à l'écran puis sur la planche.
ASPECTS = ((1280, "light"), (1280, "dark"), (390, "light"))
HAUTEUR, HAUTEUR_DE_PLANCHE, MARGE = 1400, 480, 12
GRIS = "#929292"


@contextmanager
def portail(dossier):
    """Lance une démonstration dans `dossier` ; rend son adresse, et l'arrête à la fin."""
    environnement = os.environ | {
        "DEBUG": "1",
        "DEMO": "1",
        "DATABASE_URL": f"sqlite:///{dossier}/captures.sqlite3",
        "EMAIL_URL": f"filemail:///{dossier}/courriels",
    }
    gerer = [sys.executable, "manage.py"]
    for commande in ("migrate", "demo"):
        subprocess.run([*gerer, commande, "-v", "0"], cwd=RACINE, env=environnement, check=True)
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port = prise.getsockname()[1]
    serveur = subprocess.Popen(
        [*gerer, "runserver", "--noreload", str(port)],
        cwd=RACINE,
        env=environnement,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        serveur.terminate()
        serveur.wait()


def attendre(adresse):
    """Attend que le portail réponde ; lève une erreur de `requests` s'il se tait."""
    session = requests.Session()
    patience = Retry(total=60, backoff_factor=0.5, backoff_max=1)
    session.mount("http://", HTTPAdapter(max_retries=patience))
    session.get(f"{adresse}/sante/").raise_for_status()


def se_connecter(onglet, compte):
    """Ouvre le portail au nom de ce compte, dans cet onglet."""
    onglet.goto("/connexion/")
    onglet.fill("#id_username", compte)
    onglet.fill("#id_password", "quartiers-demo")
    onglet.get_by_role("button", name="Se connecter").click()
    onglet.wait_for_url("**/")


def photographier(onglet, compte, etape):
    """Ouvre l'étape de la visite de `compte` dans cet onglet ; rend l'image PNG."""
    se_connecter(onglet, compte)
    if etape:
        onglet.get_by_role("link", name="Première visite").click()
    if etape not in ("", "Première visite"):
        onglet.get_by_role("link", name=etape).click()
    onglet.wait_for_load_state("networkidle")
    return onglet.screenshot()


def composer(ouvrir, compte, adresse):
    """Rend la planche d'une page : ses aspects à l'écran, et sa première page imprimée."""
    images = []
    for largeur, theme in ASPECTS:
        onglet = ouvrir(viewport={"width": largeur, "height": HAUTEUR}, color_scheme=theme)
        se_connecter(onglet, compte)
        onglet.goto(adresse, wait_until="networkidle")
        images.append(reduire(lire(onglet.screenshot())))
    images.append(reduire(imprimer(onglet)))
    planche = Image.new(
        "RGB",
        (sum(image.width + MARGE for image in images) - MARGE, HAUTEUR_DE_PLANCHE),
        GRIS,
    )
    gauche = 0
    for image in images:
        planche.paste(image, (gauche, 0))
        gauche += image.width + MARGE
    return planche


def imprimer(onglet):
    """Rend la première page qu'imprime cet onglet, sans ses fonds, comme un navigateur d'office."""
    pdf = onglet.pdf(format="A4", print_background=False)
    commande = ["pdftoppm", "-r", "100", "-png", "-l", "1", "-"]
    return lire(subprocess.run(commande, input=pdf, capture_output=True, check=True).stdout)


def reduire(image):
    largeur = round(image.width * HAUTEUR_DE_PLANCHE / image.height)
    return image.resize((largeur, HAUTEUR_DE_PLANCHE), Image.Resampling.LANCZOS)


def lire(png):
    return Image.open(io.BytesIO(png)).convert("RGB")


def ecrire(nom, image):
    """Écrit l'image en palette : les pages du portail ont peu de couleurs."""
    image.quantize(COULEURS, kmeans=2).save(IMAGES / f"{nom}.png", optimize=True)


def main():
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as dossier, portail(dossier) as adresse:
        attendre(adresse)
        with sync_playwright() as playwright:
            navigateur = playwright.chromium.launch(
                executable_path=executable, args=["--no-sandbox", "--disable-gpu"]
            )
            for nom, compte, etape in CAPTURES:
                onglet = navigateur.new_page(
                    base_url=adresse, viewport={"width": 1280, "height": 900}, locale="fr-FR"
                )
                ecrire(nom, lire(photographier(onglet, compte, etape)))
                onglet.close()
            ouvrir = functools.partial(navigateur.new_page, base_url=adresse, locale="fr-FR")
            for nom, compte, page in PLANCHES:
                ecrire(nom, composer(ouvrir, compte, page))
            navigateur.close()


if __name__ == "__main__":
    main()
