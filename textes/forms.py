"""Formulaire d'un texte de référence que le CGET ajoute."""

from django import forms

from socle.champs import DateInput
from socle.forms.fusion import FusionForm

from .models import Texte


class TexteForm(FusionForm):
    lien = forms.URLField(
        label="Lien vers le texte publié", assume_scheme="https", required=False, max_length=500
    )

    sections = (
        ("", ("titre", "numero"), ("signe_le", "lien"), ("objet",)),
        ("Ce qu’il demande", ("renovation_le",)),
        ("Le texte", ("contenu",)),
    )

    class Meta:
        model = Texte
        fields = ("titre", "numero", "signe_le", "objet", "lien", "renovation_le", "contenu")
        widgets = {
            **dict.fromkeys(("signe_le", "renovation_le"), DateInput()),
            "contenu": forms.Textarea(attrs={"rows": 20}),
        }
