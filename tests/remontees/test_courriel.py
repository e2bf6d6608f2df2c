"""Le courriel d'une version : rien ne part sans elle, une panne se lit et ne bloque rien."""

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.urls import reverse

from courriels import taches
from courriels.models import Courriel
from remontees.models import Transmission
from remontees.periodes import Semestre
from tests.factories import bilan_complet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

ENVOYER = reverse("paqte:bilan_envoyer", args=[Semestre(2019, 1), "59", 1])
PANNE = {
    "COURRIEL_BACKEND": "courriels.smtp.EmailBackend",
    "EMAIL_HOST": "127.0.0.1",
    "EMAIL_PORT": 9,
}


@pytest.fixture(autouse=True)
def _file(settings):
    settings.EMAIL_BACKEND = "courriels.backend.EnFile"


@pytest.fixture
def transmission(valideur_59):
    return bilan_complet().transmettre(valideur_59)


@pytest.fixture
def en_panne(settings, transmission):
    """Une version dont le premier envoi a trouvé le serveur fermé, rouvert depuis."""
    sain = settings.COURRIEL_BACKEND
    for nom, valeur in PANNE.items():
        setattr(settings, nom, valeur)
    taches.acheminer()
    settings.COURRIEL_BACKEND = sain
    transmission.refresh_from_db()
    return transmission


@pytest.fixture
def abandonnee(en_panne):
    """Une version dont la file n'essaie plus le courriel."""
    Courriel.objects.update(prochain_essai_le=None)
    return en_panne


def page(client, transmission):
    return " ".join(client.get(transmission.remontee.get_absolute_url()).text.split())


def test_une_transmission_met_ses_courriels_en_file_sans_les_envoyer(transmission):
    assert Courriel.objects.en_attente().count() == 3
    assert mail.outbox == []


def test_une_transmission_annulee_n_ecrit_a_personne(valideur_59):
    bilan = bilan_complet()
    with transaction.atomic():
        bilan.transmettre(valideur_59)
        transaction.set_rollback(True)
    assert not Courriel.objects.exists()
    assert not Transmission.objects.exists()


def test_la_file_part_et_la_version_dit_quand(transmission):
    taches.acheminer()
    transmission.refresh_from_db()
    assert len(mail.outbox) == 3
    assert transmission.courriel_envoye_le is not None
    assert not Courriel.objects.en_attente().exists()


def test_une_panne_se_lit_sur_la_version_avec_l_heure_du_prochain_essai(
    en_panne, client, valideur_59
):
    assert en_panne.courriel_envoye_le is None
    assert "Connection refused" in en_panne.courriel_erreur
    client.force_login(valideur_59)
    assert "Connection refused" in page(client, en_panne)
    assert "en attente, nouvel essai le" in page(client, en_panne)


def test_apres_une_panne_le_courriel_part_seul(en_panne):
    taches.acheminer()
    assert mail.outbox == []
    with time_machine.travel(en_panne.courriel_en_file.prochain_essai_le):
        taches.acheminer()
    en_panne.refresh_from_db()
    assert (bool(en_panne.courriel_envoye_le), en_panne.courriel_erreur) == (True, "")


def test_un_courriel_abandonne_se_lit_et_se_remet_en_file(abandonnee, client, valideur_59):
    client.force_login(valideur_59)
    assert "n’est pas parti et ne sera plus essayé" in page(client, abandonnee)
    assert ENVOYER in page(client, abandonnee)
    client.post(ENVOYER)
    taches.acheminer()
    abandonnee.refresh_from_db()
    assert abandonnee.courriel_envoye_le is not None
    (parti,) = mail.outbox
    assert parti.extra_headers["Message-ID"] == abandonnee.identifiant_de_courriel


def test_dix_demandes_de_renvoi_n_ajoutent_qu_un_courriel(abandonnee, client, valideur_59):
    client.force_login(valideur_59)
    for _ in range(10):
        client.post(ENVOYER)
    assert Courriel.objects.en_attente().count() == 1


def test_un_renvoi_demande_pendant_que_le_courriel_attend_est_refuse_et_le_dit(
    en_panne, client, valideur_59
):
    client.force_login(valideur_59)
    assert ENVOYER not in page(client, en_panne)
    refus = client.post(ENVOYER, follow=True).text
    assert "Ce courriel attend déjà dans la file : il partira seul." in refus
    assert Courriel.objects.count() == 3


def test_qui_ne_peut_pas_transmettre_ne_peut_pas_renvoyer(abandonnee, client, agent_59):
    client.force_login(agent_59)
    assert ENVOYER not in page(client, abandonnee)
    assert client.post(ENVOYER).status_code == 403
    assert not Courriel.objects.en_attente().exists()


def test_un_courriel_deja_parti_ne_repart_pas(transmission, client, valideur_59):
    taches.acheminer()
    client.force_login(valideur_59)
    assert client.post(ENVOYER).status_code == 404


def test_un_courriel_que_personne_n_essaie_tarde(transmission, client, valideur_59):
    client.force_login(valideur_59)
    assert "en file, part dans la minute" in page(client, transmission)
    with time_machine.travel(transmission.transmise_le.timestamp() + 11 * 60):
        assert "l’acheminement semble arrêté" in page(client, transmission)


def test_le_html_reprend_le_texte_sans_laisser_passer_de_balise(valideur_59):
    valideur_59.first_name, valideur_59.last_name = "<b>Jeanne</b>", "Martin"
    valideur_59.save()
    bilan_complet().transmettre(valideur_59)
    taches.acheminer()
    au_cget, *_ = mail.outbox
    (html, genre), *_ = au_cget.alternatives
    assert genre == "text/html"
    assert "&lt;b&gt;Jeanne&lt;/b&gt; Martin" in html
    assert "<b>Jeanne</b> Martin" in au_cget.body
