"""Formulaires de connexion et de changement de mot de passe."""

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, UsernameField
from dsfr.forms import DsfrBaseForm

from ..models import Utilisateur
from .mot_de_passe import AvecReglesForm

# Celle d'une adresse ; au-delà, le journal des essais ne tiendrait pas l'identifiant.
LONGUEUR_D_UN_IDENTIFIANT = 254


class ConnexionForm(DsfrBaseForm, AuthenticationForm):
    """Identifiant, ou adresse, et mot de passe ; l'erreur ne dit pas lequel des deux est faux."""

    username = UsernameField(
        label="Identifiant ou adresse électronique",
        max_length=LONGUEUR_D_UN_IDENTIFIANT,
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


class ConnexionAdministrationForm(AdminAuthenticationForm):
    """Connexion à l'administration de Django."""

    username = UsernameField(
        max_length=LONGUEUR_D_UN_IDENTIFIANT, widget=forms.TextInput(attrs={"autofocus": True})
    )


class MotDePasseForm(AvecReglesForm, PasswordChangeForm):
    """Ancien mot de passe, puis le nouveau deux fois."""
