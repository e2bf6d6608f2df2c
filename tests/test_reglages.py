"""Les réglages : sûrs par défaut, et le portail refuse de démarrer mal réglé."""

import os
import subprocess
import sys

import pytest
from django.conf import settings


def python(*arguments, **environnement):
    """Lance Python dans un environnement neuf ; rend le processus terminé."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/tmp")} | environnement,
        capture_output=True,
        text=True,
    )


def demarrer(*arguments, **environnement):
    """Lance manage.py (« check » par défaut) dans un environnement neuf."""
    return python("manage.py", *(arguments or ["check"]), **environnement)


def test_avec_une_cle_le_portail_demarre():
    assert demarrer(SECRET_KEY="une-cle-longue-et-secrete").returncode == 0


@pytest.mark.parametrize(
    ("environnement", "message"),
    [
        ({"SECRET_KEY": "x", "HTTPS_EXIGE": "0"}, "HTTPS_EXIGE=0 n'est permis"),
        (
            {"SECRET_KEY": "x", "PROCONNECT_DECOUVERTE": "https://p.example/"},
            "PROCONNECT_CLIENT_ID et PROCONNECT_CLIENT_SECRET manquent",
        ),
        (
            {
                "SECRET_KEY": "x",
                "PROCONNECT_DECOUVERTE": "http://p.example/",
                "PROCONNECT_CLIENT_ID": "x",
                "PROCONNECT_CLIENT_SECRET": "x",
            },
            "PROCONNECT_DECOUVERTE doit être une adresse https",
        ),
        ({"DEBUG": "1", "ALLOWED_HOSTS": "quartiers.gouv.fr"}, "DEBUG=1 n'est permis"),
    ],
)
def test_un_mauvais_reglage_empeche_de_demarrer(environnement, message):
    processus = demarrer(**environnement)
    assert processus.returncode != 0
    assert message in processus.stderr


@pytest.mark.parametrize("environnement", [{}, {"DEMO": "1"}])
def test_sans_cle_secrete_le_portail_refuse_de_servir(environnement):
    processus = python("-c", "import config.wsgi", **environnement)
    assert processus.returncode != 0
    assert "SECRET_KEY n'est pas réglée" in processus.stderr


def test_sans_cle_secrete_une_commande_qui_ne_signe_rien_passe():
    processus = demarrer("makemigrations", "--check", "--dry-run")
    assert processus.returncode == 0, processus.stderr


def test_un_mauvais_reglage_se_lit_a_chaque_commande():
    processus = demarrer("migrate", DEBUG="1", ALLOWED_HOSTS="quartiers.gouv.fr")
    assert "DEBUG=1 n'est permis" in processus.stderr.splitlines()[-1]


def test_la_verification_de_deploiement_est_sans_avertissement():
    processus = demarrer(
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        SECRET_KEY="abcdefghij" * 6,
        ALLOWED_HOSTS="x.fr",
    )
    assert processus.returncode == 0, processus.stderr


def test_la_politique_de_contenu_n_admet_rien_en_ligne(client, db):
    reponse = client.get("/connexion/")
    politique = reponse["Content-Security-Policy"]
    assert "default-src 'self'" in politique
    assert "unsafe-inline" not in politique


def test_hors_demonstration_le_second_facteur_est_exige_par_defaut():
    lecture = "from django.conf import settings; print(settings.SECOND_FACTEUR_EXIGE)"
    assert "True" in demarrer("shell", "-c", lecture, SECRET_KEY="x").stdout
    assert "False" in demarrer("shell", "-c", lecture, SECRET_KEY="x", DEMO="1").stdout
