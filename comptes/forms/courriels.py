"""Ce qu'une personne veut recevoir par courriel."""

from django import forms
from dsfr.forms import DsfrBaseForm

from ..models import Utilisateur


class RythmeForm(DsfrBaseForm, forms.ModelForm):
    """À quel rythme arrivent les courriels qui ne sont pas urgents."""

    rythme = forms.ChoiceField(
        label="Ce qui n’est pas urgent", choices=Utilisateur.Rythme, widget=forms.RadioSelect
    )

    class Meta:
        model = Utilisateur
        fields = ("rythme",)
