"""Formulaire d'une journée de mobilisation."""

from django import forms

from socle.champs import DateInput
from socle.forms.fusion import FusionForm

from ..models import Journee


class JourneeForm(FusionForm):
    lien = forms.URLField(
        label="Lien (programme, inscription)",
        assume_scheme="https",
        required=False,
        max_length=200,
    )

    sections = (
        ("", ("titre",)),
        ("Quand", ("debut", "fin"), ("horaires", "quand")),
        ("Où", ("ville", "departement"), ("lieu",)),
        ("Pour en savoir plus", ("description",), ("lien",)),
    )

    class Meta:
        model = Journee
        fields = (
            "titre",
            "debut",
            "fin",
            "horaires",
            "quand",
            "ville",
            "departement",
            "lieu",
            "description",
            "lien",
        )
        widgets = {
            **dict.fromkeys(("debut", "fin"), DateInput()),
            "description": forms.Textarea(attrs={"rows": 5}),
        }
