"""Un téléphone en 3G ouvre le portail tel qu'il est déployé : fichiers condensés et gardés."""

import os
import socket

import pytest
import requests
from playwright.sync_api import sync_playwright
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from bench.processus import lancer
from bench.rapport import noter
from tests.factories import QuartierFactory, bilan_complet
from tests.parcours.conftest import MOT_DE_PASSE

# Le téléphone des mesures de Lighthouse : 1,6 Mbit/s, 150 ms d'aller-retour, processeur ralenti.
RESEAU = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
PROCESSEUR = 4
# Au-delà de 2,5 s, le contenu principal d'une page tarde (https://web.dev/articles/lcp).
PAGES = {
    "connexion": "/connexion/",
    "tableau de bord": "/",
    "quartiers": "/quartiers/",
    "40 mesures": "/mesures/",
    "bilans": "/paqte/bilans/",
}
DUREES = """() => new Promise(rendre => {
  new PerformanceObserver(liste => rendre({
    apparition: performance.getEntriesByName("first-contentful-paint")[0].startTime,
    contenu: liste.getEntries().at(-1).startTime,
  })).observe({type: "largest-contentful-paint", buffered: true});
})"""


@pytest.fixture
def adresse(portail):
    """L'adresse d'un petit portail, servi comme en exploitation."""
    QuartierFactory.create_batch(60, departement__code="59")
    bilan_complet()
    deploye = {"DEMO": "1", "HTTPS_EXIGE": "0"}
    deploye |= {"sauf": ("STATICFILES_BACKEND", "WHITENOISE_AUTOREFRESH")}
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        hote = f"127.0.0.1:{prise.getsockname()[1]}"

    collecter = ("manage.py", "collectstatic", "--noinput", "--verbosity=0")
    with lancer(*collecter, **deploye) as statiques:
        assert statiques.wait() == 0
    gunicorn = ("-m", "gunicorn", "config.wsgi", f"--bind={hote}", "--log-level=error")
    with lancer(*gunicorn, **deploye), requests.Session() as http:
        http.mount("http://", HTTPAdapter(max_retries=Retry(connect=10, backoff_factor=0.1)))
        http.get(f"http://{hote}/sante/", timeout=60).raise_for_status()
        yield f"http://{hote}"


@pytest.fixture
def telephone(adresse):
    """Ouvre un navigateur de téléphone neuf (rien en mémoire), connecté si on lui dit comment."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox", "--disable-gpu"]
        )
        yield lambda etat=None: chromium.new_context(
            base_url=adresse, viewport={"width": 390, "height": 844}, storage_state=etat
        ).new_page()
        chromium.close()


def _se_connecter(onglet):
    """Rend ce que garde le navigateur d'une personne qui vient de se connecter."""
    onglet.goto("/connexion/")
    onglet.locator("[name=username]").fill("agent-59")
    onglet.locator("[name=password]").fill(MOT_DE_PASSE)
    onglet.locator("main button[type=submit]").click()
    onglet.wait_for_url("**/")
    return onglet.context.storage_state()


def _ouvrir(onglet, adresse, recus):
    """Ouvre une page ; rend les secondes de première apparition, de contenu principal, les ko."""
    recus.clear()
    onglet.goto(adresse, wait_until="networkidle")
    durees = onglet.evaluate(DUREES)
    return durees["apparition"] / 1000, durees["contenu"] / 1000, sum(recus) / 1000


def test_telephone(telephone):
    connecte, lignes = telephone(), []
    etat = _se_connecter(connecte)
    # Le serveur lit chaque gabarit une fois ; le téléphone n'attend pas pour lui.
    for adresse in PAGES.values():
        connecte.goto(adresse)
    for nom, adresse in PAGES.items():
        onglet, recus = telephone(None if nom == "connexion" else etat), []
        cdp = onglet.context.new_cdp_session(onglet)
        cdp.send("Network.enable")
        cdp.send("Network.emulateNetworkConditions", RESEAU)
        cdp.send("Emulation.setCPUThrottlingRate", {"rate": PROCESSEUR})
        cdp.on(
            "Network.loadingFinished",
            lambda fin, recus=recus: recus.append(fin["encodedDataLength"]),
        )
        premiere, suivante = (_ouvrir(onglet, adresse, recus) for _ in range(2))
        lignes.append(
            (
                nom,
                *(f"{duree:.1f} s" for duree in premiere[:2]),
                f"{premiere[2]:.0f} ko",
                *(f"{duree:.1f} s" for duree in suivante[:2]),
                f"{suivante[2]:.0f} ko",
            )
        )
    noter(
        "Téléphone en 3G",
        [
            "",
            "première visite : apparition",
            "contenu principal (2,5 s au plus)",
            "reçus",
            "visite suivante : apparition",
            "contenu principal",
            "reçus ",
        ],
        lignes,
        "Réseau de 1,6 Mbit/s, 150 ms d’aller-retour, processeur ralenti quatre fois.",
    )
