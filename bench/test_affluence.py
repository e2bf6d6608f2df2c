"""Le 15 mars : 103 préfectures, trois agents chacune, tous ensemble, sur un vrai serveur."""

import os
import random
import re
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import quantiles

import pytest
import requests
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from donnees import referentiels
from quartiers.models import Departement
from remontees.models import Campagne
from tests.factories import SyntheseFactory, UtilisateurFactory

SECONDES = int(os.environ.get("AFFLUENCE_SECONDES", "60"))
PORT = 8047
BASE = f"http://127.0.0.1:{PORT}"
# Autant de navigateurs qui attendent une réponse en même temps ; les 309 agents s'y relaient.
SIMULTANES = 16
CODES = (200, 409)
VERROU = re.compile(r'name="verrou" value="(\d+)"')
JETON = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def ouvrir_une_session(user):
    """Rend le témoin de session de `user`, sans mot de passe à calculer."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


class Agent:
    """Un agent devant son navigateur : il ouvre, écrit, enregistre, mesure, imprime."""

    def __init__(self, code, temoin):
        self.page = f"/syntheses/2019/{code}/"
        self.http = requests.Session()
        self.http.cookies.set(settings.SESSION_COOKIE_NAME, temoin)
        self.occupe = threading.Lock()

    def agir(self, mesures):
        geste = random.choices(
            [self.enregistrer, self.jauge, self.pdf, self.accueil, self.nu], [40, 20, 5, 25, 10]
        )[0]
        with self.occupe:
            geste(mesures)

    def demander(self, mesures, nom, methode, adresse, **options):
        debut = time.perf_counter()
        reponse = self.http.request(methode, BASE + adresse, timeout=60, **options)
        mesures.append((nom, time.perf_counter() - debut, reponse.status_code))
        return reponse

    def ecrire(self, mesures, nom, adresse):
        page = self.demander(mesures, "ouvrir", "GET", self.page).text
        verrou, jeton = VERROU.search(page), JETON.search(page)
        donnees = {
            "csrfmiddlewaretoken": jeton[1],
            "verrou": verrou[1],
            "demarches": f"Ce que fait la préfecture, {random.random()}.\n\n" * 8,
            "difficultes": "Néant.",
        }
        entetes = {"Referer": BASE + self.page}
        self.demander(mesures, nom, "POST", adresse, data=donnees, headers=entetes)

    def enregistrer(self, mesures):
        self.ecrire(mesures, "enregistrer", self.page)

    def jauge(self, mesures):
        self.ecrire(mesures, "jauge", f"{self.page}jauge/")

    def pdf(self, mesures):
        self.demander(mesures, "PDF", "GET", f"{self.page}pdf/")

    def accueil(self, mesures):
        self.demander(mesures, "tableau de bord", "GET", "/")

    def nu(self, mesures):
        self.demander(mesures, "page nue", "GET", "/preuve/")


@pytest.fixture
def agents(transactional_db):
    """Trois agents par département, une session ouverte chacun, une synthèse commencée."""
    referentiels.charger()
    Campagne.objects.create(
        genre="synthese", periode="2019", ouverture_le="2019-01-22", echeance_le="2019-03-15"
    )
    agents = []
    for departement in Departement.objects.all():
        SyntheseFactory(departement=departement, demarches="En cours.", difficultes="Néant.")
        for _ in range(3):
            user = UtilisateurFactory(role="agent", departements=[departement.code])
            agents.append(Agent(departement.code, ouvrir_une_session(user)))
    return agents


@pytest.fixture
def serveur(transactional_db, tmp_path):
    """Un gunicorn à deux travailleurs sur la base des tests."""
    base = connection.settings_dict
    environnement = os.environ | {
        "DEMO": "1",
        "HTTPS_EXIGE": "0",
        "WHITENOISE_AUTOREFRESH": "1",
        "STATICFILES_BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
        "DATABASE_URL": "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**base),
    }
    commande = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{PORT}"]
    with (tmp_path / "serveur.log").open("w") as journal:
        processus = subprocess.Popen(
            [*commande, "--workers", "2", "--log-level", "error"], env=environnement, stderr=journal
        )
        for _ in range(100):
            try:
                requests.get(f"{BASE}/sante/", timeout=5).raise_for_status()
                break
            except requests.RequestException:
                time.sleep(0.3)
        yield
        processus.terminate()
        processus.wait(timeout=30)


def test_l_affluence_du_15_mars(agents, serveur):
    fin = time.monotonic() + SECONDES
    mesures = []

    def travailler(graine):
        hasard = random.Random(graine)
        while time.monotonic() < fin:
            hasard.choice(agents).agir(mesures)

    with ThreadPoolExecutor(SIMULTANES) as fils:
        list(fils.map(travailler, range(SIMULTANES)))
    erreurs = [(nom, code) for nom, _, code in mesures if code not in CODES]
    durees = {nom: [duree for n, duree, _ in mesures if n == nom] for nom, _, _ in mesures}
    nue = quantiles(durees["page nue"], n=20)[9]
    print(
        f"\nAffluence : {len(agents)} agents, {SIMULTANES} à la fois, {SECONDES} s, 2 travailleurs"
    )
    print(f"  {len(mesures) / SECONDES:.1f} demandes par seconde, {len(erreurs)} erreur(s)")
    for nom, valeurs in sorted(durees.items()):
        p50, p95 = (quantiles(valeurs, n=20)[rang] for rang in (9, 18))
        print(
            f"  {nom:16} {len(valeurs):5} fois, p50 {p50:.2f} s, p95 {p95:.2f} s, "
            f"p50 {p50 / nue:.1f} fois la page nue"
        )
    assert erreurs == []
