"""La forme longue : 200 arrêts brutaux, 103 transmissions, six heures d'usage (`make epreuves`)."""

import os
import random
import time
from functools import partial

import pytest
from django.urls import reverse

from tests.factories import UtilisateurFactory, bilan_complet, synthese_complete

from .conftest import POSTGRESQL
from .processus import memoire_de
from .scenarios import enregistrer_sous_les_coups, transmettre_tous

pytestmark = pytest.mark.long


# `ENDURANCE=30` en joue trente secondes.
SECONDES = int(os.environ.get("ENDURANCE", 600))
CROISSANCE = 30 * 1024**2


def test_le_serveur_est_tue_deux_cents_fois_pendant_des_enregistrements(base, servir, connecter):
    bilan = bilan_complet()
    serveur = servir()
    agent = connecter(serveur, UtilisateurFactory(role="agent", departements=["59"]))
    enregistrer_sous_les_coups(serveur, agent, bilan, nombre=400, tous_les=2)


@POSTGRESQL
def test_103_prefectures_transmettent_au_meme_instant(transactional_db, servir, connecter):
    transmettre_tous(servir(), connecter, nombre=103)


@POSTGRESQL
def test_six_heures_d_usage_en_dix_minutes_ne_prennent_pas_de_memoire(
    transactional_db, servir, connecter
):
    """Sans relâche : en dix minutes, ce qu'une préfecture demande en six heures."""
    serveur = servir()
    gestes = usage_mele(serveur, connecter)
    hasard, debut = random.Random(6057), time.monotonic()
    chaude = None
    while (ecoule := time.monotonic() - debut) < SECONDES:
        reponse = hasard.choice(gestes)()
        assert reponse.status_code < 500, reponse.text
        if chaude is None and ecoule > SECONDES / 5:
            chaude = memoire_de(serveur.session)
    assert memoire_de(serveur.session) - chaude < CROISSANCE


def usage_mele(serveur, connecter):
    """Rend ce que font une préfecture et le CGET : lire, écrire, déposer, imprimer, exporter."""
    bilan, synthese = bilan_complet(), synthese_complete()
    agent = connecter(serveur, UtilisateurFactory(role="agent", departements=["59"]))
    cget = connecter(serveur, UtilisateurFactory(role="cget", national=True))
    pages = [reverse("accueil"), bilan.get_absolute_url(), reverse("contrats:contrats")]
    nationales = [reverse("national:tableau"), reverse("mesures:tableau")]
    exports = [f"/exports/conventions.{extension}" for extension in ("csv", "xlsx", "ods", "json")]

    def enregistrer():
        bilan.refresh_from_db()
        return agent.envoyer(bilan.get_absolute_url(), {"verrou": bilan.verrou, "obstacles": "Un."})

    def mesurer():
        champs = {"verrou": synthese.verrou, "demarches": "Un texte.\n\n" * 50}
        return agent.envoyer(synthese.adresse("jauge"), champs)

    def deposer():
        fichier = {"fichier": ("grille.csv", b"a;b\n1;2\n")}
        adresse = reverse("paqte:grille", args=[bilan.periode, bilan.departement_id])
        return agent.envoyer(adresse, {}, files=fichier)

    return [
        enregistrer,
        mesurer,
        deposer,
        *(partial(agent.lire, adresse) for adresse in [*pages, *exports, bilan.adresse("pdf")]),
        *(partial(cget.lire, adresse) for adresse in [*nationales, *exports]),
        partial(agent.lire, reverse("connexion")),
    ]
