"""Formulaire d'une actualité."""

from django import forms

from socle.champs import DateInput
from socle.forms.fusion import FusionForm

from ..models import Actualite


class ActualiteForm(FusionForm):
    sections = (("", ("titre",), ("texte",), ("parait_le", "annoncee_jusqu_au")),)

    class Meta:
        model = Actualite
        fields = ("titre", "texte", "parait_le", "annoncee_jusqu_au")
        widgets = {
            "texte": forms.Textarea(attrs={"rows": 8, "data-structure": ""}),
            "parait_le": DateInput(),
            "annoncee_jusqu_au": DateInput(),
        }
