"""Formulaires de connexion et de mot de passe, au système de design de l'État."""

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from dsfr.forms import DsfrBaseForm


class ConnexionForm(DsfrBaseForm, AuthenticationForm):
    """Identifiant et mot de passe ; l'erreur ne dit pas lequel des deux est faux."""


class MotDePasseForm(DsfrBaseForm, PasswordChangeForm):
    """Ancien mot de passe, puis le nouveau deux fois."""
