"""Personne ne lit le texte des courriels des autres : une invitation porte un lien secret."""

import pytest
from django.core.mail import EmailMessage
from django.urls import reverse
from mailer.models import RESULT_SUCCESS, Message, MessageLog

pytestmark = pytest.mark.django_db


LIEN = "/mot-de-passe/lien-secret/"


@pytest.fixture
def message(settings):
    """Une invitation en file."""
    settings.EMAIL_BACKEND = "mailer.backend.DbBackend"
    EmailMessage("Invitation", f"Choisissez : {LIEN}", to=["neuve@ain.gouv.fr"]).send()
    return Message.objects.get()


@pytest.mark.parametrize("page", ["changelist", "change"])
def test_l_administration_dit_a_qui_part_un_courriel_sans_son_texte(
    client, message, administrateur, page
):
    client.force_login(administrateur)
    arguments = [message.pk] if page == "change" else []
    lue = client.get(reverse(f"admin:mailer_message_{page}", args=arguments))
    assert "neuve@ain.gouv.fr" in lue.text
    assert LIEN not in lue.text
    assert message.message_data[:40] not in lue.text


def test_le_journal_des_courriels_partis_n_en_garde_pas_le_texte(message):
    journal = MessageLog.objects.log(message, RESULT_SUCCESS)
    assert not journal.message_data


def test_un_courriel_ne_s_ecrit_pas_dans_l_administration(client, administrateur):
    client.force_login(administrateur)
    assert client.get(reverse("admin:mailer_message_add")).status_code == 403
