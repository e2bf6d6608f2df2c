"""Contestation d'une valeur, et réponse du chef de file."""

from django import forms
from dsfr.forms import DsfrBaseForm

from socle.champs import NombreField
from socle.textes import valider_texte

from .. import courriel
from ..models import Contestation
from .valeur import OUI_NON, TypeeForm


class ContestationForm(TypeeForm):
    sections = (("", ("motif",), ("source",)),)

    class Meta:
        model = Contestation
        fields = ("nombre", "base", "pourcentage", "oui_non", "texte", "motif", "source")
        field_classes = dict.fromkeys(("nombre", "base", "pourcentage"), NombreField)
        widgets = {"oui_non": OUI_NON, "motif": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.garder_le_type(self.instance.valeur.indicateur)

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"valeur", "etat"}

    def save(self, **kwargs):
        """Enregistre la proposition, et la dit au ministère."""
        contestation = super().save(**kwargs)
        courriel.envoyer_contestation(contestation)
        return contestation


class ReponseForm(DsfrBaseForm, forms.Form):
    """Réponse du ministère à une contestation."""

    reponse = forms.CharField(
        label="Votre réponse", widget=forms.Textarea(attrs={"rows": 3}), validators=[valider_texte]
    )
    vue = forms.CharField(widget=forms.HiddenInput)
