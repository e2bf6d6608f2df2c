"""Formulaire d'un lien d'agenda ou d'un jeton de l'API."""

from django import forms
from dsfr.forms import DsfrBaseForm

from ..models import Jeton


class JetonForm(DsfrBaseForm, forms.ModelForm):
    """Usage d'un lien d'agenda ou d'un jeton de l'API."""

    portee = forms.ChoiceField(
        label="Ce que vous créez", choices=Jeton.Portee, widget=forms.RadioSelect
    )

    class Meta:
        model = Jeton
        fields = ("portee", "nom")
