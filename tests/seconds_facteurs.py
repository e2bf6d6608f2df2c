"""Le second facteur d'une personne, activé et prouvé comme elle le ferait."""

import time

from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

ACTIVER = "second_facteur_activer"


def code(user, decalage=0):
    """Rend le code que montrerait l'application de l'utilisateur."""
    appareil = TOTPDevice.objects.get(user=user)
    totp = TOTP(appareil.bin_key, appareil.step, appareil.t0, appareil.digits)
    totp.time = time.time() + decalage * appareil.step
    return f"{totp.token():06d}"


def activer(client, user):
    """Active le second facteur ; rend les codes de secours montrés."""
    client.force_login(user)
    client.get(reverse(ACTIVER))
    reponse = client.post(reverse(ACTIVER), {"code": code(user)})
    assert reponse.status_code == 200, reponse.content.decode()
    # Les sessions d'avant sont fermées : une connexion suivante part de la personne relue.
    user.refresh_from_db()
    return reponse.context["codes"]
