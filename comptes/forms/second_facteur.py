"""Formulaire du second facteur."""

from django import forms
from django.utils import timezone
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from dsfr.forms import DsfrBaseForm


class CodeForm(DsfrBaseForm, forms.Form):
    """Code de l'application (six chiffres) ou code de secours ; `appareil` est celui qui l'admet.

    Avec `confirme=False`, le code est celui de l'application que l'on associe.
    """

    code = forms.CharField(
        label="Code",
        help_text="Les six chiffres que montre votre application.",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
        error_messages={"required": "Saisissez le code."},
    )

    def __init__(self, *args, user, confirme=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.confirme = user, confirme

    def clean_code(self):
        code = self.cleaned_data["code"].replace(" ", "").lower()
        modele = TOTPDevice if code.isdecimal() or not self.confirme else StaticDevice
        appareil = modele.objects.devices_for_user(self.user, confirmed=self.confirme).first()
        if appareil:
            permis, obstacle = appareil.verify_is_allowed()
            if not permis:
                secondes = int((obstacle["locked_until"] - timezone.now()).total_seconds()) + 1
                raise forms.ValidationError(f"Trop d’essais : attendez {secondes} secondes.")
            self.appareil = verify_token(self.user, appareil.persistent_id, code)
            if self.appareil:
                return code
        raise forms.ValidationError("Ce code n’est pas le bon, ou il a déjà servi.")
