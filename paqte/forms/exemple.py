"""Les exemples concrets d'une convention, pour un semestre."""

from django import forms
from django.utils.functional import cached_property

from socle.forms.fusion import OrigineForm
from socle.saisie import LIGNES_AU_PLUS

from ..models import Convention, ExempleAction


class ExempleForm(OrigineForm, forms.ModelForm):
    class Meta:
        model = ExempleAction
        fields = ("axe", "texte")
        widgets = {"texte": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for champ in self.fields.values():
            champ.show_hidden_initial = True


class ExempleBaseFormSet(forms.BaseInlineFormSet):
    """Exemples d'un semestre ; la liste des axes n'est lue qu'une fois pour tous."""

    @cached_property
    def choix_des_axes(self):
        return list(self.empty_form.fields["axe"].choices)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if index is not None:
            form.fields["axe"].choices = self.choix_des_axes


ExempleFormSet = forms.inlineformset_factory(
    Convention,
    ExempleAction,
    form=ExempleForm,
    formset=ExempleBaseFormSet,
    extra=1,
    can_delete=True,
    **LIGNES_AU_PLUS,
)
