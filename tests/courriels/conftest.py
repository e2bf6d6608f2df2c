"""La file des courriels, et un serveur de courriel qu'on peut fermer."""

import pytest
from django.core.mail.backends.locmem import EmailBackend

pytestmark = pytest.mark.django_db


class Ferme(EmailBackend):
    """Un serveur fermé."""

    def open(self):
        raise ConnectionRefusedError("Connection refused")


@pytest.fixture
def file(settings):
    """Les courriels s'écrivent dans la file, comme en service."""
    settings.EMAIL_BACKEND = "courriels.backend.EnFile"


@pytest.fixture
def serveur(settings):
    """Ferme ou ouvre le serveur de courriel."""

    def regler(ouvert):
        settings.COURRIEL_BACKEND = (
            "django.core.mail.backends.locmem.EmailBackend" if ouvert else f"{__name__}.Ferme"
        )

    return regler
