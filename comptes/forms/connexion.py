"""Formulaires de connexion, de mot de passe et de jeton, au système de design de l'État."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, UsernameField
from dsfr.forms import DsfrBaseForm

from ..models import Jeton, Utilisateur


class ConnexionForm(DsfrBaseForm, AuthenticationForm):
    """Identifiant, ou adresse, et mot de passe ; l'erreur ne dit pas lequel des deux est faux."""

    username = UsernameField(
        label="Identifiant ou adresse électronique",
        widget=forms.TextInput(attrs={"autofocus": True}),
    )

    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": "Saisissez un identifiant (ou une adresse électronique) et un mot de "
        "passe valides. Les majuscules du mot de passe comptent."
    }

    def clean_username(self):
        """Rend l'identifiant du compte dont on a donné l'adresse, sinon ce qui est écrit."""
        saisi = self.cleaned_data["username"]
        compte = Utilisateur.objects.filter(email__iexact=saisi).first()
        return compte.username if compte else saisi


class MotDePasseForm(DsfrBaseForm, PasswordChangeForm):
    """Ancien mot de passe, puis le nouveau deux fois."""


class JetonForm(DsfrBaseForm, forms.ModelForm):
    """Usage d'un lien d'agenda ou d'un jeton de l'API."""

    portee = forms.ChoiceField(
        label="Ce que vous créez", choices=Jeton.Portee, widget=forms.RadioSelect
    )

    class Meta:
        model = Jeton
        fields = ("portee", "nom")
