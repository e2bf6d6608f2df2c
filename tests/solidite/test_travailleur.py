"""Le travailleur (`manage.py qcluster`) : de vrais processus, que l'on arrête ou que l'on tue."""

import os
import signal
import subprocess
import sys
import time
from email import message_from_bytes
from pathlib import Path

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone
from django_q.models import OrmQ
from django_q.tasks import async_task

from courriels.models import Courriel

from .conftest import POSTGRESQL
from .processus import attendre, processus_de


class Travailleur:
    """Un `qcluster` sur la base du test, dont les courriels s'écrivent dans un dossier."""

    def __init__(self, dossier):
        base = connection.settings_dict
        adresse = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**base)
        if connection.vendor == "sqlite":
            adresse = f"sqlite:///{base['NAME']}"
        self.dossier = dossier
        self.processus = subprocess.Popen(
            [sys.executable, "manage.py", "qcluster"],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": adresse, "EMAIL_URL": f"filemail:///{dossier}"},
            start_new_session=True,
        )

    def vivants(self):
        return processus_de(self.processus.pid)

    def partis(self):
        """Rend (« Message-ID », sujet) de chaque courriel parti."""
        messages = [
            message_from_bytes(octets)
            for fichier in sorted(self.dossier.glob("*.log"))
            for octets in fichier.read_bytes().split(b"-" * 79 + b"\n")
            if octets.strip()
        ]
        return [(message["Message-ID"], message["Subject"]) for message in messages]

    def sujets(self):
        return [sujet for _, sujet in self.partis()]

    def arreter(self, signal_d_arret):
        """Envoie un signal au travailleur ; dit si toute sa session finit dans les dix secondes."""
        self.processus.send_signal(signal_d_arret)
        self.processus.wait(timeout=60)
        return attendre(lambda: not self.vivants(), secondes=10)


@pytest.fixture
def travailleur(tmp_path, settings):
    """Lance un travailleur sur la base du test ; le tue à la fin, avec tout ce qui en est né."""
    settings.EMAIL_BACKEND = "courriels.backend.EnFile"
    lances = []

    def lancer():
        lances.append(Travailleur(tmp_path / "courriels"))
        return lances[-1]

    yield lancer
    for lance in lances:
        # Le gardien d'abord : vivant, il remplacerait ceux qu'on tue.
        for vivant in sorted(lance.vivants()):
            os.kill(vivant, signal.SIGKILL)
        lance.processus.wait()
    assert attendre(lambda: not any(lance.vivants() for lance in lances))


def ecrire(*sujets):
    for sujet in sujets:
        EmailMessage(sujet, "Texte.", to=["p@exemple.fr"]).send()


@pytest.mark.usefixtures("base")
def test_un_courriel_n_attend_pas_derriere_un_travail_long(travailleur):
    for _ in range(3):
        async_task("time.sleep", 300)
    ecrire("Un")
    lance = travailleur()
    assert attendre(lambda: lance.sujets() == ["Un"])
    ecrire("Deux")
    # Bien avant la fin des travaux longs, même sur une machine chargée.
    assert attendre(lambda: lance.sujets() == ["Un", "Deux"])


@pytest.mark.long
@pytest.mark.usefixtures("base")
def test_un_travailleur_tue_au_milieu_de_sa_file_ne_perd_ni_ne_double_rien(travailleur):
    ecrire(*(f"Courriel {numero}" for numero in range(60)))
    lance = travailleur()
    assert attendre(lambda: len(lance.partis()) >= 10)
    assert lance.arreter(signal.SIGKILL)
    # L'essai interrompu se refait à l'heure qu'il s'était fixée : ici, aussitôt.
    assert Courriel.objects.en_attente().filter(essais=1).count() <= 1
    Courriel.objects.en_attente().update(prochain_essai_le=timezone.now())
    travailleur()
    assert attendre(lambda: not Courriel.objects.en_attente().exists())
    assert len(set(lance.partis())) == 60
    assert len(lance.partis()) <= 61


@POSTGRESQL
@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_deux_travailleurs_se_partagent_la_file_sans_rien_faire_deux_fois(travailleur):
    deux = [travailleur(), travailleur()]
    assert attendre(lambda: all(len(lance.vivants()) == 9 for lance in deux))
    ecrire(*(f"Courriel {numero}" for numero in range(60)))
    assert attendre(lambda: not Courriel.objects.en_attente().exists())
    assert sorted(deux[0].sujets()) == sorted(f"Courriel {numero}" for numero in range(60))


@pytest.mark.usefixtures("sqlite")
@pytest.mark.parametrize(
    "signal_d_arret",
    [
        pytest.param(signal.SIGTERM, marks=pytest.mark.long),
        pytest.param(signal.SIGINT, marks=pytest.mark.long),
        signal.SIGKILL,
    ],
)
def test_un_travailleur_arrete_ou_tue_n_en_laisse_aucun(travailleur, signal_d_arret):
    lance = travailleur()
    assert attendre(lambda: len(lance.vivants()) == 9)
    assert lance.arreter(signal_d_arret)


@pytest.mark.long
@pytest.mark.usefixtures("sqlite")
def test_un_second_signal_n_attend_pas_la_fin_des_taches(travailleur):
    async_task("time.sleep", 300)
    lance = travailleur()
    assert attendre(lambda: OrmQ.objects.filter(lock__gt=timezone.now()).exists())
    lance.processus.send_signal(signal.SIGTERM)
    time.sleep(1)
    assert lance.arreter(signal.SIGTERM)


@pytest.mark.long
@pytest.mark.usefixtures("sqlite")
def test_une_equipe_morte_arrete_le_travailleur_qui_le_dit(travailleur):
    lance = travailleur()
    assert attendre(lambda: len(lance.vivants()) == 9)
    enfants = Path(f"/proc/{lance.processus.pid}/task/{lance.processus.pid}/children")
    os.kill(int(enfants.read_text().split()[0]), signal.SIGKILL)
    assert lance.processus.wait(timeout=30) == 1
    assert attendre(lambda: not lance.vivants(), secondes=10)
