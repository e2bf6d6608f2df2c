"""Formulaire d'une charte « Entreprises et Quartiers »."""

from socle.champs import DateInput
from socle.forms.fusion import FusionForm

from ..models import Charte, Entreprise


class CharteForm(FusionForm):
    sections = (("", ("entreprise", "fin_le"), ("sans_suite",)),)

    class Meta:
        model = Charte
        fields = ("entreprise", "fin_le", "sans_suite")
        widgets = {"fin_le": DateInput()}

    def __init__(self, *args, departement, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["entreprise"].queryset = Entreprise.objects.du(departement)
