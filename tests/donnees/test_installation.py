"""La mise en service d'une traite : réglages, base, premier administrateur, campagnes, contrôle."""

import os
import pty
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.conf import settings as reglages
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from comptes.models import Utilisateur
from remontees.models import Campagne
from tests.factories import UtilisateurFactory
from tests.mots_de_passe import MOT_DE_PASSE, choisir


@pytest.fixture
def _annonce(settings):
    """Les réglages d'un portail neuf, second facteur exigé."""
    settings.ADMINISTRATEUR_IDENTIFIANT = "camille"
    settings.ADMINISTRATEUR_COURRIEL = "camille@ville.gouv.fr"
    settings.ADRESSE_DU_PORTAIL = "https://testserver"
    settings.SECOND_FACTEUR_EXIGE = True


@pytest.fixture
def installer(db, capsys):
    """Lance la commande sans questions ; rend ce qu'elle écrit."""

    def lancer():
        call_command("installer", "--sans-questions")
        return capsys.readouterr().out

    return lancer


@pytest.mark.usefixtures("_annonce")
def test_le_premier_administrateur_suit_son_lien_et_doit_associer_son_second_facteur(
    installer, client
):
    choisir(client, SimpleNamespace(body=installer()))
    suite = client.post(
        reverse("connexion"), {"username": "camille", "password": MOT_DE_PASSE}, follow=True
    )
    assert suite.redirect_chain[-1][0].startswith(reverse("second_facteur_activer"))
    camille = Utilisateur.objects.get(username="camille")
    assert camille.est_administrateur
    assert camille.is_superuser
    assert camille.est_national


@pytest.mark.usefixtures("_annonce")
def test_son_invitation_part_aussi_par_courriel(installer, client):
    installer()
    [message] = mail.outbox
    assert message.to == ["camille@ville.gouv.fr"]
    assert choisir(client, message).status_code == 200


@pytest.mark.usefixtures("_annonce")
def test_relancee_elle_ne_refait_rien(installer):
    installer()
    Campagne.objects.all().delete()
    courriels = len(mail.outbox)
    ecrit = installer()
    assert Utilisateur.objects.count() == 1
    assert len(mail.outbox) == courriels
    assert not Campagne.objects.exists()
    # L'invitation est sans suite : le lien s'écrit encore.
    assert "Premier administrateur : camille" in ecrit


@pytest.mark.usefixtures("_annonce")
def test_une_adresse_corrigee_renvoie_l_invitation(installer, settings):
    installer()
    settings.ADMINISTRATEUR_COURRIEL = "camille.d@ville.gouv.fr"
    installer()
    assert Utilisateur.objects.get().email == "camille.d@ville.gouv.fr"


@pytest.mark.usefixtures("_annonce")
def test_un_administrateur_entre_n_est_plus_invite(installer, administrateur):
    assert "Premier administrateur" not in installer()
    assert list(Utilisateur.objects.all()) == [administrateur]


@pytest.mark.usefixtures("_annonce")
def test_un_identifiant_deja_pris_le_dit(installer):
    UtilisateurFactory(username="camille")
    with pytest.raises(CommandError, match="ADMINISTRATEUR_IDENTIFIANT"):
        installer()


def test_sans_administrateur_nomme_elle_dit_quel_reglage_manque(installer):
    with pytest.raises(CommandError, match="ADMINISTRATEUR_IDENTIFIANT"):
        installer()


@pytest.mark.usefixtures("_annonce")
def test_les_campagnes_a_venir_sont_ouvertes_et_aucune_n_est_deja_en_retard(
    installer, time_machine
):
    time_machine.move_to("2026-02-01")
    installer()
    assert {(c.genre, c.periode) for c in Campagne.objects.all()} == {
        ("synthese", "2026"),
        ("synthese_regionale", "2026"),
        ("bilan", "2026-s1"),
        ("comite", "2026-s1"),
        ("college", "2026-s1"),
    }
    time_machine.move_to("2026-11-01")
    Campagne.objects.all().delete()
    Campagne.history.all().delete()
    installer()
    assert {c.genre for c in Campagne.objects.all()} == {"bilan", "comite", "college"}


@pytest.mark.usefixtures("_annonce")
def test_elle_finit_par_ce_qui_reste_a_faire(installer):
    liste = installer().partition("Liste de contrôle")[2]
    assert "[ ] un administrateur est entré" in liste
    assert "[ ] le CGET a un compte" in liste
    assert "[ ] une liste de quartiers est importée" in liste
    assert "[x] une campagne est ouverte" in liste
    # Les tests ont une adresse inventée.
    assert "[ ] COURRIEL_MINISTRES n'est pas l'adresse de quelqu'un" in liste


def lancer(*arguments, reponses=(), **environnement):
    """Lance la commande devant un terminal, où quelqu'un tape ces réponses."""
    terminal, clavier = pty.openpty()
    os.write(terminal, "".join(f"{reponse}\n" for reponse in reponses).encode())
    try:
        return subprocess.run(
            [sys.executable, "manage.py", "installer", *arguments],
            cwd=reglages.BASE_DIR,
            env={"PATH": os.environ["PATH"]} | environnement,
            stdin=clavier,
            capture_output=True,
            text=True,
        )
    finally:
        os.close(terminal)
        os.close(clavier)


@pytest.mark.long
def test_une_machine_neuve_repond_aux_questions_une_fois(tmp_path):
    fichier, base = tmp_path / "quartiers.env", tmp_path / "base.sqlite3"
    reponses = [
        f"sqlite:///{base}",
        "quartiers.ville.gouv.fr",
        "smtp://courriel.ville.gouv.fr",
        "Quartiers <ne-pas-repondre@ville.gouv.fr>",
        "",  # l'adresse de la circulaire
        "",  # redemandée : vide, puis inventée
        "synthese@cget.gouv.fr",
        "cabinet1@ville.gouv.fr,cabinet2@ville.gouv.fr",
        "",  # « admin »
        "camille@ville.gouv.fr",
        "oui",  # les campagnes du moment
        "n",  # pas celles de 2019
    ]
    neuve = lancer(reponses=reponses, REGLAGES=str(fichier))
    assert neuve.returncode == 0, neuve.stderr
    assert "https://quartiers.ville.gouv.fr/" in neuve.stdout
    assert "[x] réglages sans reproche" in neuve.stdout
    assert "« synthese@cget.gouv.fr » n’est l’adresse de personne." in neuve.stdout
    assert "COURRIEL_CGET='paqte@cget.gouv.fr'" in fichier.read_text()
    assert "SECRET_KEY='" in fichier.read_text()
    assert fichier.stat().st_mode & 0o007 == 0
    # Relancée, elle ne demande plus rien, et les commandes à la main lisent ces réglages.
    encore = lancer(REGLAGES=str(fichier))
    assert encore.returncode == 0, encore.stderr
    assert "Adresse de la base" not in encore.stdout


@pytest.mark.long
def test_sans_base_ni_question_elle_dit_ce_qui_manque():
    sans_base = lancer("--sans-questions", REGLAGES="/dev/null", SECRET_KEY="x" * 50)
    assert "DATABASE_URL n'est pas réglée" in sans_base.stderr
    sans_cle = lancer("--sans-questions", REGLAGES="/dev/null", DATABASE_URL="sqlite:///:memory:")
    assert "SECRET_KEY n'est pas réglée" in sans_cle.stderr
