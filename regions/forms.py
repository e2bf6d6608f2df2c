"""Formulaire de la synthèse régionale."""

from django import forms

from remontees.forms.remontee import RemonteeForm, TexteAttendu
from socle.noms import nommer_plus_tard

from .models import SyntheseRegionale


class SyntheseRegionaleForm(RemonteeForm):
    """Ce que la préfecture de région écrit ; les tables viennent de ses départements."""

    class Meta:
        model = SyntheseRegionale
        fields = ("appreciation", "attentions", "propositions")
        widgets = {nom: forms.Textarea(attrs={"rows": 9, "data-structure": ""}) for nom in fields}
        field_classes = dict.fromkeys(fields, TexteAttendu)
        help_texts = {
            "appreciation": "Ce que les tables ne disent pas : la dynamique, ce qui la freine.",
            "attentions": "Une ligne par département qui en demande une ; ôtez les autres, ou "
            "écrivez « néant ».",
            "propositions": nommer_plus_tard(
                "Ce que vous proposez aux ministres et {au cget}, ou « néant »."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Un texte repris de l'an dernier vaut mieux que des lignes vides.
        if self.instance._state.adding and not self.instance.attentions:
            self.initial["attentions"] = self.instance.attentions_a_ecrire()
