"""Formulaires de connexion, de mot de passe et de jeton, au système de design de l'État."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from dsfr.forms import DsfrBaseForm

from ..models import Jeton


class ConnexionForm(DsfrBaseForm, AuthenticationForm):
    """Identifiant et mot de passe ; l'erreur ne dit pas lequel des deux est faux."""


class MotDePasseForm(DsfrBaseForm, PasswordChangeForm):
    """Ancien mot de passe, puis le nouveau deux fois."""


class JetonForm(DsfrBaseForm, forms.ModelForm):
    """Usage d'un jeton de l'API."""

    class Meta:
        model = Jeton
        fields = ("nom",)
