"""Personne ne lit le texte des courriels des autres : une invitation porte un lien secret."""

import pytest
from django.core.mail import EmailMessage
from django.urls import reverse

from courriels import taches
from courriels.models import Courriel

pytestmark = pytest.mark.django_db


LIEN = "/mot-de-passe/lien-secret/"


@pytest.fixture
def courriel(settings):
    """Une invitation en file."""
    settings.EMAIL_BACKEND = "courriels.backend.EnFile"
    EmailMessage("Invitation", f"Choisissez : {LIEN}", to=["neuve@ain.gouv.fr"]).send()
    return Courriel.objects.get()


def test_l_administration_dit_a_qui_part_un_courriel_sans_son_texte(
    client, courriel, administrateur
):
    client.force_login(administrateur)
    liste = client.get(reverse("admin:courriels_courriel_changelist")).text
    lue = client.get(reverse("admin:courriels_courriel_change", args=[courriel.pk])).text
    assert LIEN.encode() in bytes(courriel.contenu)
    assert "neuve@ain.gouv.fr" in lue
    assert LIEN not in liste + lue


def test_parti_un_courriel_n_a_plus_de_texte(courriel):
    taches.acheminer()
    courriel.refresh_from_db()
    assert not bytes(courriel.contenu)


def test_un_courriel_ne_s_ecrit_pas_dans_l_administration(client, administrateur):
    client.force_login(administrateur)
    assert client.get(reverse("admin:courriels_courriel_add")).status_code == 403


def test_un_courriel_abandonne_s_y_remet_en_file(client, courriel, administrateur):
    Courriel.objects.update(prochain_essai_le=None, essais=9)
    client.force_login(administrateur)
    client.post(
        reverse("admin:courriels_courriel_changelist"),
        {"action": "relancer", "_selected_action": [courriel.pk]},
    )
    assert taches.acheminer() == 1
