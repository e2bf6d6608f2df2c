"""La délégation de signature qu'un valideur donne pendant une absence."""

from django import forms
from dsfr.forms import DsfrBaseForm

from socle.champs import DateInput

from ..models import Delegation, Utilisateur


class DelegationForm(DsfrBaseForm, forms.ModelForm):
    """À qui, et de quel jour à quel jour."""

    class Meta:
        model = Delegation
        fields = ("a", "du", "au")
        labels = {"a": "À qui", "du": "Du", "au": "Au (compris)"}
        widgets = {"du": DateInput(), "au": DateInput()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        collegues = Utilisateur.objects.successeurs_de(self.instance.de).par_nom()
        self.fields["a"].queryset = collegues
        self.fields["a"].empty_label = "Choisir une personne de la préfecture"
