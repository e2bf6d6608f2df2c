"""Ce que toute page connectée a de commun : ce que le serveur calcule pour une page vide.

Se compte le calcul de ses processus, et non le temps donné à d’autres. À lancer seul :
un cœur partagé calcule moins vite.
"""

import os
from contextlib import suppress
from pathlib import Path

import pytest
import requests
from django.urls import reverse

from bench.rapport import noter
from tests.factories import UtilisateurFactory

DEMANDES = 300
TITRE = "Ce que toute page a de commun"


def _calcul(groupe):
    """Rend les secondes que les processus de ce groupe ont calculé."""
    tics = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            champs = stat.read_text().rpartition(")")[2].split()
            if int(champs[2]) == groupe:
                tics += int(champs[11]) + int(champs[12])
    return tics / os.sysconf("SC_CLK_TCK")


def _par_demande(serveur, lire):
    """Rend le calcul d'une demande, en millisecondes, en moyenne."""
    for _ in range(20):
        assert lire().status_code == 200
    avant = _calcul(serveur.session)
    for _ in range(DEMANDES):
        lire()
    return 1000 * (_calcul(serveur.session) - avant) / DEMANDES


@pytest.mark.usefixtures("transactional_db")
def test_page_commune(servir, connecter, base):
    page, serveur = reverse("temoins"), servir(processus=1)
    with requests.Session() as anonyme:
        sans_compte = _par_demande(serveur, lambda: anonyme.get(serveur.adresse + page))
    personne = connecter(serveur, UtilisateurFactory(role="agent", departements=["59"]))
    connectee = _par_demande(serveur, lambda: personne.lire(page))
    noter(
        f"{TITRE}, {base}",
        ["", "calcul par demande"],
        [
            ("page vide, connectée", f"{connectee:.1f} ms (2 au plus)"),
            ("page vide, sans compte", f"{sans_compte:.1f} ms"),
        ],
        "La page des témoins (cookies) : menu, pied et session, rien d’autre.",
    )
