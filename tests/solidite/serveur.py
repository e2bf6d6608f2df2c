"""Un vrai portail, servi par gunicorn, que l'on peut tuer, et les personnes qui s'en servent.

Le « forkserver » charge Django une fois ; chaque serveur en naît en un dixième de seconde.
"""

import ctypes
import multiprocessing
import os
import resource
import signal
import socket
import time

import django
import requests
from django.apps import apps
from django.conf import settings
from django.db import connections
from gunicorn.app.base import BaseApplication

JETON = "j" * 32
FORKSERVER = multiprocessing.get_context("forkserver")
FORKSERVER.set_forkserver_preload([__name__])

# Dans le « forkserver » ; pytest, lui, l'a déjà fait.
if not apps.ready:
    django.setup()

from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.template.loader import get_template  # noqa: E402

from config.wsgi import application  # noqa: E402

# Lus une fois dans le « forkserver », les gabarits servent à tous les serveurs qui en naissent.
for gabarit in (settings.BASE_DIR / "templates").rglob("*.html"):
    get_template(gabarit.relative_to(settings.BASE_DIR / "templates").as_posix())


def brancher(reglages, connexion=None):
    """Fait travailler ce processus sur une autre base, par une connexion neuve à défaut."""
    connections.settings["default"] = reglages
    connections["default"] = connexion or connections.create_connection("default")
    ContentType.objects.clear_cache()


class _Gunicorn(BaseApplication):
    def __init__(self, options):
        self.options = options
        super().__init__()

    def load_config(self):
        for nom, valeur in self.options.items():
            self.cfg.set(nom, valeur)

    def load(self):
        return application


def _servir(reglages, options, taille_des_fichiers):
    resource.setrlimit(resource.RLIMIT_FSIZE, (taille_des_fichiers, resource.RLIM_INFINITY))
    # Si les tests sont interrompus, aucun serveur ne leur survit (PR_SET_PDEATHSIG).
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    # Un groupe à lui : tuer le groupe, c'est tuer le maître et ses processus d'un coup.
    os.setsid()
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "session", "csrf"
    brancher(reglages)
    _Gunicorn(options).run()


class Serveur:
    """Un portail en service sur la base du test, qui traite `processus` demandes à la fois.

    Le système lui refuse d'écrire plus de `taille_des_fichiers` octets dans un fichier.
    """

    def __init__(self, processus=2, taille_des_fichiers=resource.RLIM_INFINITY):
        self.taille_des_fichiers = taille_des_fichiers
        with socket.socket() as prise:
            prise.bind(("127.0.0.1", 0))
            hote = f"127.0.0.1:{prise.getsockname()[1]}"
        self.adresse = f"http://{hote}"
        self.options = {
            "bind": hote,
            "workers": processus,
            "preload_app": True,
            "timeout": 120,
            "loglevel": "critical",
        }

    def demarrer(self):
        """Démarre le portail ; rend la main quand il répond."""
        reglages = connections.settings["default"]
        self._processus = FORKSERVER.Process(
            target=_servir, args=(reglages, self.options, self.taille_des_fichiers)
        )
        self._processus.start()
        for _ in range(600):
            try:
                return requests.get(f"{self.adresse}/sante/", timeout=30)
            except requests.ConnectionError:
                time.sleep(0.05)
        raise TimeoutError("Le portail ne démarre pas.")

    @property
    def session(self):
        """Le numéro de la session de ses processus."""
        return self._processus.pid

    def tuer(self):
        """Tue le portail sans préavis (kill -9)."""
        os.killpg(self._processus.pid, signal.SIGKILL)
        self._processus.join()

    def relancer(self):
        self.tuer()
        self.demarrer()


class Personne:
    """Une personne connectée : ses demandes par HTTP, sans suivre les redirections."""

    def __init__(self, serveur, client, user):
        client.force_login(user)
        self.adresse = serveur.adresse
        self.temoins = {"session": client.cookies["session"].value, "csrf": JETON}

    def lire(self, chemin, **options):
        return self._demander("get", chemin, **options)

    def envoyer(self, chemin, champs, **options):
        champs = champs | {"csrfmiddlewaretoken": JETON}
        return self._demander("post", chemin, data=champs, **options)

    def _demander(self, methode, chemin, **options):
        return requests.request(
            methode,
            self.adresse + chemin,
            cookies=self.temoins,
            allow_redirects=False,
            timeout=120,
            **options,
        )
