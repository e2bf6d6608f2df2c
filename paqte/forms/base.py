"""Socle des formulaires rattachés à un département."""

from django import forms
from dsfr.forms import DsfrBaseForm

from quartiers.models import Departement


class DuDepartementForm(DsfrBaseForm, forms.ModelForm):
    """Formulaire dont le département est limité à ceux où `user` peut écrire.

    Le département ne se choisit que si l'utilisateur en a plusieurs et que la page n'en impose
    pas un ; il reste un champ, pour que l'unicité par département soit vérifiée.
    """

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        champ = self.fields["departement"]
        champ.queryset = Departement.objects.modifiables_par(user)
        codes = user.codes_departements_modifiables
        if self.instance.departement_id or len(codes) == 1:
            champ.widget = forms.HiddenInput()
            self.initial.setdefault("departement", codes[0])


class DateInput(forms.DateInput):
    """Date saisie dans le calendrier du navigateur."""

    def __init__(self):
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")
