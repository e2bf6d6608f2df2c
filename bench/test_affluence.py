"""Le 15 mars : 103 préfectures, trois agents chacune, tous ensemble, sur un vrai serveur."""

import random
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from statistics import quantiles

import pytest
from django.urls import reverse

from bench.rapport import noter
from contrats.models import Synthese
from donnees import referentiels
from quartiers.models import Departement
from remontees.models import Campagne
from tests.factories import SyntheseFactory, UtilisateurFactory

SECONDES = 40
# Autant de navigateurs attendent une réponse en même temps ; les agents s'y relaient.
SIMULTANES = 16
# Deux agents de la même préfecture peuvent écrire le même passage : la page le leur dit (409).
CODES = {HTTPStatus.OK, HTTPStatus.FOUND, HTTPStatus.CONFLICT}
VERROU = re.compile(r'name="verrou" value="(\d+)"')
GESTES = {"enregistrer": 40, "jauge": 20, "PDF": 5, "tableau de bord": 25, "page nue": 10}


class Agent:
    """Un agent devant son navigateur : il ouvre, écrit, enregistre, mesure, imprime."""

    def __init__(self, personne, synthese, mesures):
        self.personne, self.synthese, self.mesures = personne, synthese, mesures
        self.occupe = threading.Lock()
        self.gestes = {
            "enregistrer": lambda: self.ecrire("enregistrer", synthese.get_absolute_url()),
            "jauge": lambda: self.ecrire("jauge", synthese.adresse("jauge")),
            "PDF": lambda: self.chronometrer("PDF", synthese.adresse("pdf")),
            "tableau de bord": lambda: self.chronometrer("tableau de bord", reverse("accueil")),
            "page nue": lambda: self.chronometrer("page nue", reverse("temoins")),
        }

    def agir(self, hasard):
        (geste,) = hasard.choices(list(GESTES), GESTES.values())
        with self.occupe:
            self.gestes[geste]()

    def chronometrer(self, nom, adresse, champs=None):
        debut = time.perf_counter()
        personne = self.personne
        reponse = personne.envoyer(adresse, champs) if champs else personne.lire(adresse)
        self.mesures.append((nom, time.perf_counter() - debut, reponse.status_code))
        return reponse

    def ecrire(self, nom, adresse):
        page = self.chronometrer("ouvrir", self.synthese.get_absolute_url()).text
        texte = f"Ce que fait la préfecture, {random.random()}.\n\n" * 8
        champs = {"verrou": VERROU.search(page)[1], "demarches": texte, "difficultes": texte}
        self.chronometrer(nom, adresse, champs)


# `make epreuves` la joue deux fois plus lourde que `make bench`.
@pytest.fixture(params=[1, pytest.param(2, marks=pytest.mark.long)])
def fois(request):
    return request.param


@pytest.fixture
def agents(transactional_db, servir, connecter, fois):
    """Trois agents par département (ou six), une session ouverte chacun, une synthèse commencée."""
    referentiels.charger_referentiels()
    Campagne.objects.create(
        genre="synthese", periode="2019", ouverture_le="2019-01-22", echeance_le="2019-03-15"
    )
    serveur, mesures, agents = servir(), [], []
    for departement in Departement.objects.all():
        synthese = SyntheseFactory(departement=departement)
        for _ in range(3 * fois):
            user = UtilisateurFactory(role="agent", departements=[departement.code])
            agents.append(Agent(connecter(serveur, user), synthese, mesures))
    return agents


def test_l_affluence_du_15_mars(agents, fois):
    fin = time.monotonic() + SECONDES
    mesures = agents[0].mesures

    def travailler(graine):
        hasard = random.Random(graine)
        while time.monotonic() < fin:
            hasard.choice(agents).agir(hasard)

    simultanes = SIMULTANES * fois
    with ThreadPoolExecutor(simultanes) as fils:
        list(fils.map(travailler, range(simultanes)))
    titre = (
        "Affluence du 15 mars" if fois == 1 else f"Affluence du 15 mars, {fois} fois plus lourde"
    )
    _noter(titre, mesures, len(agents), simultanes)
    assert {code for _, _, code in mesures} <= CODES
    # Rien de perdu : chaque enregistrement accepté a sa ligne d'historique, après la création.
    acceptes = sum(nom == "enregistrer" and code == HTTPStatus.FOUND for nom, _, code in mesures)
    assert Synthese.history.count() - Synthese.objects.count() == acceptes


def _noter(titre, mesures, agents, simultanes):
    durees = {}
    for nom, duree, _ in mesures:
        durees.setdefault(nom, []).append(duree)
    centiles = {nom: quantiles(valeurs, n=20) for nom, valeurs in durees.items()}
    nue = centiles["page nue"][9]
    codes = [code for _, _, code in mesures]
    noter(
        titre,
        ["", "fois", "p50", "p95", "p50, en pages nues"],
        [
            (
                nom,
                len(durees[nom]),
                f"{centile[9]:.2f} s",
                f"{centile[18]:.2f} s",
                f"{centile[9] / nue:.1f}",
            )
            for nom, centile in sorted(centiles.items())
        ],
        f"{agents} agents, {simultanes} à la fois pendant {SECONDES} s, deux processus : "
        f"{len(mesures) / SECONDES:.0f} demandes par seconde, "
        f"{sum(code not in CODES for code in codes)} erreur(s), "
        f"{codes.count(HTTPStatus.CONFLICT)} conflit(s) annoncé(s).",
    )
