"""Les réglages : sûrs par défaut, et le portail refuse de démarrer mal réglé."""

import os
import subprocess
import sys
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection

SECRET = "abcdefghij" * 6
# Ce qu'un service doit régler, et rien de plus.
SERVICE = {
    "SECRET_KEY": SECRET,
    "DATABASE_URL": "sqlite:///:memory:",
    "ALLOWED_HOSTS": "quartiers.gouv.fr",
    "EMAIL_URL": "smtp://courriel.gouv.fr",
    "COURRIEL_EXPEDITEUR": "Quartiers <ne-pas-repondre@quartiers.gouv.fr>",
    "COURRIEL_MINISTRES": "cabinet@ville.gouv.fr,cabinet@territoires.gouv.fr",
}


def python(*arguments, **environnement):
    """Lance Python dans un environnement neuf ; rend le processus terminé."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/tmp"),
            "REGLAGES": "/dev/null",
        }
        | environnement,
        capture_output=True,
        text=True,
    )


def demarrer(*arguments, **environnement):
    """Lance manage.py (« check » par défaut) dans un environnement neuf."""
    return python("manage.py", *(arguments or ["check"]), **environnement)


def servir(**environnement):
    return python("-c", "import config.wsgi", **environnement)


def regler(expression, **environnement):
    """Rend ce que vaut, écrite, cette expression de `config.settings` (« s ») lus à neuf."""
    processus = python(
        "-c", f"from config import settings as s; print({expression})", **environnement
    )
    return processus.stdout.strip()


def test_avec_une_cle_le_portail_demarre():
    assert demarrer(SECRET_KEY=SECRET).returncode == 0


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


@pytest.mark.parametrize("environnement", [{}, {"DEMO": "1"}, {"SECRET_KEY": "x" * 31}])
def test_sans_cle_secrete_assez_longue_le_portail_refuse_de_servir(environnement):
    processus = servir(**environnement)
    assert processus.returncode != 0
    assert "SECRET_KEY n'est pas réglée" in processus.stderr


@pytest.mark.long
def test_sans_cle_secrete_une_commande_qui_ne_signe_rien_passe():
    processus = demarrer("makemigrations", "--check", "--dry-run")
    assert processus.returncode == 0, processus.stderr


def test_un_mauvais_reglage_se_lit_a_chaque_commande():
    processus = demarrer("migrate", DEBUG="1", ALLOWED_HOSTS="quartiers.gouv.fr")
    assert "DEBUG=1 n'est permis" in processus.stderr.splitlines()[-1]


def verifier(**environnement):
    """Lance « check --deploy » ; rend le processus terminé."""
    return demarrer("check", "--deploy", "--fail-level", "WARNING", **environnement)


def test_la_verification_de_deploiement_est_sans_avertissement():
    processus = verifier(**SERVICE)
    assert processus.returncode == 0, processus.stderr


@pytest.mark.parametrize(
    ("reglages", "messages"),
    [
        (
            {"DATABASE_URL": "", "COURRIEL_MINISTRES": ""},
            ["DATABASE_URL n'est pas réglée", "COURRIEL_MINISTRES n'est pas"],
        ),
        (
            {
                "SECRET_KEY": "x" * 31,
                "ALLOWED_HOSTS": "127.0.0.1",
                "EMAIL_URL": "consolemail://",
                "COURRIEL_EXPEDITEUR": "Quartiers <x@localhost>",
                "COURRIEL_CGET": "paqte@cget.invalid",
                "COURRIEL_MINISTRES": "a@ville.gouv.fr,b@exemple.gouv.fr",
            },
            [
                "moins de 32 caractères",
                "le site n'a pas de nom",
                "aucun courriel ne partirait",
                "COURRIEL_EXPEDITEUR n'est pas",
                "COURRIEL_CGET n'est pas",
                "COURRIEL_MINISTRES n'est",
            ],
        ),
    ],
)
def test_la_verification_de_deploiement_refuse_ce_qui_manque_ou_s_invente(reglages, messages):
    processus = verifier(**SERVICE | reglages)
    assert processus.returncode != 0
    assert [message for message in messages if message not in processus.stderr] == []


def test_sans_reglage_les_ministres_n_ont_aucune_adresse_inventee():
    assert regler("s.COURRIEL_MINISTRES", SECRET_KEY=SECRET) == "[]"


@contextmanager
def base_rangee(options):
    """Une base PostgreSQL créée avec ces options ; rend sa DATABASE_URL, la supprime à la fin."""
    nom = f"rangee_{os.getpid()}"
    serveur = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}".format(**connection.settings_dict)
    with connection.cursor() as curseur:
        curseur.execute(f"CREATE DATABASE {nom} TEMPLATE template0 {options}")
        try:
            yield f"{serveur}/{nom}"
        finally:
            curseur.execute(f"DROP DATABASE {nom}")


@pytest.mark.long
@pytest.mark.skipif(connection.vendor != "postgresql", reason="demande un PostgreSQL")
@pytest.mark.parametrize(
    ("options", "refusee"),
    [
        ("LOCALE 'C.UTF-8'", True),
        ("LOCALE 'C' ENCODING 'UTF8'", True),
        ("LOCALE 'C.UTF-8' LOCALE_PROVIDER icu ICU_LOCALE 'fr'", False),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_une_base_qui_ne_range_pas_selon_le_francais_est_refusee(options, refusee):
    with base_rangee(options) as adresse:
        processus = verifier(**SERVICE | {"DATABASE_URL": adresse})
    assert ("ne range pas selon le français" in processus.stderr) is refusee
    assert bool(processus.returncode) is refusee


@pytest.mark.parametrize(
    "commande",
    [
        ["createsuperuser", "--noinput", "--username=a", "--email=a@b.fr"],
        pytest.param(["migrate"], marks=pytest.mark.long),
        pytest.param(["restaurer", "x.dump"], marks=pytest.mark.long),
        pytest.param(
            ["importer_qpv", "tests/quartiers/listes/liste_2015.csv"], marks=pytest.mark.long
        ),
    ],
)
def test_sans_base_une_commande_le_dit_en_une_phrase_et_n_en_cree_aucune(commande):
    poste = settings.VAR_DIR / "quartiers.sqlite3"
    avant = poste.exists()
    processus = demarrer(*commande, SECRET_KEY=SECRET)
    assert processus.returncode != 0
    assert processus.stderr.splitlines()[-1].startswith("DATABASE_URL n'est pas réglée.")
    assert "Traceback" not in processus.stderr
    assert poste.exists() == avant


@pytest.mark.long
def test_une_base_qui_n_a_pas_de_tables_se_dit_sans_pile(tmp_path):
    adresse = f"sqlite:///{tmp_path}/vide.sqlite3"
    processus = demarrer("relances", SECRET_KEY=SECRET, DATABASE_URL=adresse)
    assert "manage.py installer" in processus.stderr
    assert "Traceback" not in processus.stderr


def test_sans_base_le_portail_refuse_de_servir():
    processus = servir(SECRET_KEY=SECRET)
    assert processus.returncode != 0
    assert "DATABASE_URL n'est pas réglée" in processus.stderr


def test_une_commande_a_la_main_lit_les_reglages_du_service(tmp_path):
    reglages = tmp_path / "quartiers.env"
    reglages.write_text("# le service\nSECRET_KEY=du-fichier\nCOURRIEL_CGET=paqte@cget.gouv.fr\n")
    lecture = "from django.conf import settings as s; print(s.SECRET_KEY, s.COURRIEL_CGET)"
    commande = ["shell", "-c", lecture]
    lue = demarrer(*commande, REGLAGES=str(reglages), COURRIEL_CGET="env@cget.gouv.fr").stdout
    assert lue.splitlines()[-1] == "du-fichier env@cget.gouv.fr"


def test_la_demonstration_ne_lit_pas_les_reglages_du_service(tmp_path):
    reglages = tmp_path / "quartiers.env"
    reglages.write_text("DATABASE_URL=postgres://le-service/\n")
    moteur = regler("s.DATABASES['default']['ENGINE']", REGLAGES=str(reglages), DEMO="1")
    assert moteur == "config.sqlite"


def test_le_navigateur_n_inscrit_pas_le_domaine_a_ses_listes_sans_qu_on_le_demande():
    assert regler("s.SECURE_HSTS_PRELOAD", SECRET_KEY=SECRET) == "False"


def test_la_politique_de_contenu_n_admet_rien_en_ligne(client, db):
    reponse = client.get("/connexion/")
    politique = reponse["Content-Security-Policy"]
    assert "default-src 'self'" in politique
    assert "unsafe-inline" not in politique


def test_hors_demonstration_le_second_facteur_est_exige_par_defaut():
    assert regler("s.SECOND_FACTEUR_EXIGE", SECRET_KEY="x") == "True"
    assert regler("s.SECOND_FACTEUR_EXIGE", SECRET_KEY="x", DEMO="1") == "False"


def test_une_replique_de_lecture_donnee_est_une_seconde_base():
    base, replique = "postgres://q@ici/quartiers", "postgres://q@la-bas/quartiers"
    assert regler("sorted(s.DATABASES)", DATABASE_URL=base) == "['default']"
    avec = regler("sorted(s.DATABASES)", DATABASE_URL=base, DATABASE_EXPORTS_URL=replique)
    assert avec == "['default', 'exports']"
