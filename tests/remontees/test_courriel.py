"""La file des courriels : rien ne part sans sa transmission, une panne ne bloque rien."""

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse
from mailer.models import Message

from remontees import taches
from remontees.models import Transmission
from remontees.periodes import Semestre
from tests.factories import bilan_complet

pytestmark = pytest.mark.django_db

ENVOYER = reverse("paqte:bilan_envoyer", args=[Semestre(2019, 1), "59", 1])
PANNE = {
    "MAILER_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_HOST": "127.0.0.1",
    "EMAIL_PORT": 9,
}


@pytest.fixture(autouse=True)
def _file(settings):
    settings.EMAIL_BACKEND = "mailer.backend.DbBackend"
    settings.MAILER_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def transmission(valideur_59):
    return bilan_complet().transmettre(valideur_59)


@pytest.fixture
def en_panne(settings, transmission):
    """Une version dont le premier envoi a trouvé le serveur fermé, rouvert depuis."""
    sain = settings.MAILER_EMAIL_BACKEND
    for nom, valeur in PANNE.items():
        setattr(settings, nom, valeur)
    taches.acheminer()
    settings.MAILER_EMAIL_BACKEND = sain
    transmission.refresh_from_db()
    return transmission


def test_une_transmission_met_deux_courriels_en_file_sans_les_envoyer(transmission):
    assert Message.objects.count() == 2
    assert mail.outbox == []


def test_une_transmission_annulee_n_ecrit_a_personne(valideur_59):
    bilan = bilan_complet()
    with transaction.atomic():
        bilan.transmettre(valideur_59)
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert not Transmission.objects.exists()


def test_la_file_part_et_la_version_dit_quand(transmission):
    taches.acheminer()
    transmission.refresh_from_db()
    assert len(mail.outbox) == 2
    assert transmission.courriel_envoye_le is not None
    assert not Message.objects.exists()


def test_une_panne_se_lit_sur_la_version(en_panne, client, valideur_59):
    assert en_panne.courriel_envoye_le is None
    assert "Connection refused" in en_panne.courriel_erreur
    client.force_login(valideur_59)
    page = client.get(en_panne.remontee.get_absolute_url()).content.decode()
    assert "Connection refused" in page


def test_apres_une_panne_le_courriel_part_seul(en_panne):
    taches.acheminer()
    assert mail.outbox == []
    taches.reessayer()
    taches.acheminer()
    en_panne.refresh_from_db()
    assert (bool(en_panne.courriel_envoye_le), en_panne.courriel_erreur) == (True, "")


def test_un_courriel_non_parti_se_remet_en_file(en_panne, client, valideur_59):
    client.force_login(valideur_59)
    client.post(ENVOYER)
    taches.acheminer()
    en_panne.refresh_from_db()
    assert en_panne.courriel_envoye_le is not None


def test_un_courriel_deja_parti_ne_repart_pas(transmission, client, valideur_59):
    taches.acheminer()
    client.force_login(valideur_59)
    assert client.post(ENVOYER).status_code == 404


def test_le_html_reprend_le_texte_sans_laisser_passer_de_balise(valideur_59):
    valideur_59.first_name, valideur_59.last_name = "<b>Jeanne</b>", "Martin"
    valideur_59.save()
    bilan_complet().transmettre(valideur_59)
    taches.acheminer()
    au_cget, _ = mail.outbox
    (html, genre), *_ = au_cget.alternatives
    assert genre == "text/html"
    assert "&lt;b&gt;Jeanne&lt;/b&gt; Martin" in html
    assert "<b>Jeanne</b> Martin" in au_cget.body
