"""Formulaires du mot de passe oublié, ou à choisir après une invitation."""

from django.contrib.auth.forms import PasswordResetForm, SetPasswordForm
from dsfr.forms import DsfrBaseForm

from ..courriel import envoyer_oubli
from ..models import Utilisateur


class MotDePasseOublieForm(DsfrBaseForm, PasswordResetForm):
    """Adresse où envoyer un lien ; rien ne dit si elle est celle d'un compte."""

    def get_users(self, email):
        """Rend aussi qui a laissé périmer son invitation : un mot de passe lui manque encore."""
        return [
            *super().get_users(email),
            *Utilisateur.objects.en_attente().filter(email__iexact=email),
        ]

    def send_mail(self, sujet, gabarit, context, from_email, to_email, **options):
        """Passe par la file de tous les courriels du portail."""
        envoyer_oubli(context, to_email)


class MotDePasseChoisiForm(DsfrBaseForm, SetPasswordForm):
    """Le mot de passe, deux fois."""
