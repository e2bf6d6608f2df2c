"""Le serveur meurt (kill -9) au milieu d'une action : elle est faite en entier, ou pas du tout."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import requests
from django.db import connection

from quartiers import imports
from quartiers.lecture import lire_quartiers
from quartiers.models import ImportQuartiers, Quartier
from tests.factories import DepartementFactory, UtilisateurFactory, bilan_complet

from .conftest import POSTGRESQL
from .scenarios import (
    bilans_a_transmettre,
    confirmer_l_import,
    enregistrer_sous_les_coups,
    transmettre,
    tuer_pendant,
    verifier_les_transmissions,
)

LISTE = "code_quartier;departement;nom_qp;noms_des_communes_concernees\n" + "".join(
    f"QP059{rang:03};59;Quartier {rang};Lille\n" for rang in range(1, 301)
)


@contextmanager
def ecriture_retenue(table):
    """Retient toute écriture dans une table jusqu'à la fin du bloc ; donne de quoi l'attendre."""
    autre = connection.copy()

    def attendre():
        for _ in range(600):
            with connection.cursor() as curseur:
                # La grappe des tests sert d'autres bases.
                curseur.execute(
                    "SELECT count(*) FROM pg_locks JOIN pg_database ON database = pg_database.oid "
                    "WHERE NOT granted AND datname = current_database()"
                )
                if curseur.fetchone()[0]:
                    return
            time.sleep(0.05)
        raise TimeoutError(f"Rien n’attend d’écrire dans {table}.")

    autre.set_autocommit(False)
    with autre.cursor() as curseur:
        curseur.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
    try:
        yield attendre
    finally:
        autre.rollback()
        autre.close()


def tuer_avant_d_ecrire(serveur, table, geste):
    """Tue et relance le serveur quand le geste en est à écrire dans `table`."""
    with ThreadPoolExecutor(1) as fil, ecriture_retenue(table) as attendre:
        futur = fil.submit(geste)
        attendre()
        serveur.tuer()
        assert isinstance(futur.exception(), requests.ConnectionError)
    serveur.demarrer()


def deposer():
    """Dépose une liste de 300 quartiers ; rend l'administrateur, le journal et l'aperçu."""
    DepartementFactory(code="59")
    admin = UtilisateurFactory(role="administrateur", national=True)
    liste = lire_quartiers(LISTE.encode(), "liste.csv")
    journal = ImportQuartiers.objects.deposer(admin, liste, LISTE.encode())
    return admin, journal, imports.analyser_quartiers(liste)


@pytest.mark.long
def test_des_enregistrements_pendant_que_le_serveur_meurt(base, servir, connecter):
    bilan = bilan_complet()
    serveur = servir()
    agent = connecter(serveur, UtilisateurFactory(role="agent", departements=["59"]))
    enregistrer_sous_les_coups(serveur, agent, bilan, nombre=20, tous_les=5)


@pytest.mark.long
def test_une_transmission_tuee_est_entiere_ou_n_est_pas(base, servir, connecter):
    serveur = servir()
    couples = [(connecter(serveur, valideur), b) for valideur, b in bilans_a_transmettre(4)]
    debut = time.monotonic()
    transmettre(*couples[0])
    duree = time.monotonic() - debut
    for rang, couple in enumerate(couples[1:], start=1):
        tuer_pendant(serveur, lambda couple=couple: transmettre(*couple), duree * rang / 3)
        verifier_les_transmissions()
    for couple in couples:
        transmettre(*couple)
    assert verifier_les_transmissions() == 4


@pytest.mark.long
@POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_une_transmission_tuee_a_chaque_ecriture_ne_laisse_rien(servir, connecter):
    serveur = servir()
    ((valideur, bilan),) = bilans_a_transmettre(1)
    personne = connecter(serveur, valideur)
    tables = [
        "remontees_transmission",
        "paqte_bilan",
        "paqte_historicalbilan",
        "courriels_courriel",
        "django_q_ormq",
    ]
    for table in tables:
        tuer_avant_d_ecrire(serveur, table, lambda: transmettre(personne, bilan))
        assert verifier_les_transmissions() == 0
    assert transmettre(personne, bilan).status_code == 302
    assert verifier_les_transmissions() == 1


@pytest.mark.long
def test_un_import_tue_est_entier_ou_n_est_pas(base, servir, connecter):
    admin, journal, apercu = deposer()
    serveur = servir()
    personne = connecter(serveur, admin)
    for delai in (0.1, 0.3, 0.6):
        tuer_pendant(serveur, lambda: confirmer_l_import(personne, journal, apercu), delai)
        journal.refresh_from_db()
        fait = journal.fait_le is not None
        assert (Quartier.objects.count(), journal.crees) == ((300, 300) if fait else (0, 0))
    confirmer_l_import(personne, journal, apercu)
    assert Quartier.objects.count() == 300


@POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_un_import_tue_a_chaque_ecriture_ne_laisse_rien(servir, connecter):
    admin, journal, apercu = deposer()
    serveur = servir()
    personne = connecter(serveur, admin)
    for table in ("quartiers_quartier", "quartiers_importquartiers"):
        tuer_avant_d_ecrire(serveur, table, lambda: confirmer_l_import(personne, journal, apercu))
        journal.refresh_from_db()
        assert (Quartier.objects.count(), journal.fait_le) == (0, None)
    confirmer_l_import(personne, journal, apercu)
    assert Quartier.objects.count() == 300
