"""Formulaire d'un grand projet."""

from django import forms

from socle.champs import DateInput, NombreField

from ..models import GrandProjet
from .contrat import DuContratForm, QuartiersField

LIGNES_MAXIMALES = 20


class ProjetForm(DuContratForm):
    sections = (
        ("", ("nom", "nature"), ("presentation",), ("debut_le", "fin_le")),
        ("", ("cout", "contact"), ("quartiers",)),
    )

    class Meta:
        model = GrandProjet
        fields = (
            "nom",
            "nature",
            "presentation",
            "debut_le",
            "fin_le",
            "cout",
            "contact",
            "quartiers",
        )
        field_classes = {"cout": NombreField, "quartiers": QuartiersField}
        widgets = {
            "presentation": forms.Textarea(attrs={"rows": 5}),
            **dict.fromkeys(("debut_le", "fin_le"), DateInput()),
        }

    def clean_presentation(self):
        presentation = self.cleaned_data["presentation"]
        if presentation.count("\n") >= LIGNES_MAXIMALES:
            raise forms.ValidationError(
                f"La fiche publique tient sur une page : {LIGNES_MAXIMALES} lignes au plus."
            )
        return presentation

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["quartiers"].queryset = self.instance.contrat.quartiers.all()
