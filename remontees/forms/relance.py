"""Un rappel envoyé à la main."""

from django import forms
from dsfr.forms import DsfrBaseForm

from .circuit import MotField


class RappelForm(DsfrBaseForm, forms.Form):
    """À quels territoires rappeler ce qu'ils doivent, et quelques lignes de plus."""

    territoires = forms.MultipleChoiceField(
        label="À qui",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins un territoire."},
    )
    mot = MotField(label="Quelques lignes de plus", required=False)

    def __init__(self, *args, attendues, **kwargs):
        super().__init__(*args, **kwargs)
        self.attendues = {a.due.territoire.pk: a for a in attendues if a.est_joignable}
        self.fields["territoires"].choices = [
            (code, attendue.due.territoire) for code, attendue in self.attendues.items()
        ]

    @property
    def choisies(self):
        """Les `Attendue` cochées."""
        return [self.attendues[code] for code in self.cleaned_data["territoires"]]
