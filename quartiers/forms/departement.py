"""Formulaires de ce qui relève d'un département."""

from django import forms

from socle.forms.fusion import FusionForm

from ..models import Departement


class DuDepartementForm(FusionForm):
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
            self.initial["departement"] = self.initial.get("departement") or codes[0]
