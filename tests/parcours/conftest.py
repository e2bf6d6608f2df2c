"""Un vrai Chromium, avec ou sans JavaScript, sur un vrai serveur."""

import os
import shutil

import pytest
from django.db import connections
from playwright.sync_api import sync_playwright

from comptes.models import Utilisateur
from donnees import referentiels
from tests.factories import UtilisateurFactory

from .pages import MOT_DE_PASSE, Visite


@pytest.fixture(scope="session")
def chromium(django_db_setup):
    """Le navigateur désigné par CHROMIUM (posée par `make test`), sinon celui du système."""
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    # Playwright tient une boucle asyncio, et Django y ouvre d'autres connexions : celles qu'on
    # laisse en y entrant, ou en la quittant, empêcheraient d'effacer la base des tests.
    connections.close_all()
    with sync_playwright() as playwright:
        navigateur = playwright.chromium.launch(
            executable_path=executable,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield navigateur
        navigateur.close()
        connections.close_all()


@pytest.fixture
def navigateur(chromium, live_server):
    """Ouvre un onglet, avec ou sans JavaScript ; échoue sur toute erreur dite par la page."""
    contextes, erreurs = [], []

    def ouvrir(javascript=True, largeur=1280, hauteur=900, theme="light", session=None, **options):
        contexte = chromium.new_context(
            base_url=live_server.url,
            java_script_enabled=javascript,
            viewport={"width": largeur, "height": hauteur},
            color_scheme=theme,
            **options,
            locale="fr-FR",
            accept_downloads=True,
            reduced_motion="reduce",
        )
        contextes.append(contexte)
        if session:
            contexte.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
        onglet = contexte.new_page()
        onglet.set_default_timeout(15_000)
        onglet.on("pageerror", lambda erreur: erreurs.append(str(erreur)))
        # Une violation de la politique de contenu (CSP) n'est dite que dans la console.
        onglet.on(
            "console",
            lambda message: (
                erreurs.append(message.text) if "Content Security Policy" in message.text else None
            ),
        )
        return onglet

    yield ouvrir
    for contexte in contextes:
        contexte.close()
    assert erreurs == []


@pytest.fixture
def session_de(client):
    """Rend la session ouverte d'une personne, pour un onglet déjà connecté."""

    def session_de(personne):
        client.force_login(personne)
        return client.session.session_key

    return session_de


@pytest.fixture
def visite_de(navigateur, session_de, portail):
    """Rend la visite d'une personne déjà connectée, dont on donne l'identifiant."""

    def visite_de(identifiant):
        session = session_de(Utilisateur.objects.get(username=identifiant))
        return Visite(navigateur(session=session), javascript=True)

    return visite_de


@pytest.fixture
def portail(transactional_db):
    """La base d'un portail neuf : référentiels et comptes, aucune saisie."""
    referentiels.charger_referentiels()
    for username, champs in {
        "admin": {"role": "administrateur", "national": True, "is_staff": True},
        "agent-59": {"role": "agent", "departements": ["59"]},
        "prefet-59": {"role": "valideur", "departements": ["59"]},
        "agent-13": {"role": "agent", "departements": ["13"]},
        "cget": {"role": "cget", "national": True},
    }.items():
        utilisateur = UtilisateurFactory(username=username, **champs)
        utilisateur.set_password(MOT_DE_PASSE)
        utilisateur.save()
