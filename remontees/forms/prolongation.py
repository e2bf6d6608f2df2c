"""Demander un délai, et en décider."""

from django import forms

from socle.champs import DateInput
from socle.dates import DateFormField
from socle.forms.sections import EnSectionsForm

from ..models import Prolongation


class DemandeDeProlongationForm(EnSectionsForm, forms.ModelForm):
    """Jusqu'à quand une préfecture demande un délai, et pourquoi."""

    class Meta:
        model = Prolongation
        fields = ("jusqu_au", "motif")
        widgets = {"jusqu_au": DateInput()}
        help_texts = {"motif": "Avec votre nom et la date, il est gardé et se lit à la décision."}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def save(self):
        self.instance.demander(self.user)
        return self.instance


class DecisionDeProlongationForm(EnSectionsForm):
    """Ce que le CGET répond à une demande de délai."""

    etat = forms.ChoiceField(
        label="Décision",
        choices=[("", "Choisir"), ("accordee", "Accorder"), ("refusee", "Refuser")],
    )
    jusqu_au = DateFormField(
        label="Jusqu’au", widget=DateInput(), help_text="Ce jour peut être un autre que le demandé."
    )
    raison = forms.CharField(
        label="Raison", max_length=250, help_text="La préfecture la lit, avec votre nom."
    )

    def __init__(self, *args, prolongation, user, **kwargs):
        super().__init__(*args, initial={"jusqu_au": prolongation.jusqu_au}, **kwargs)
        self.prolongation, self.user = prolongation, user

    def clean(self):
        """Lève ValidationError pour un jour accordé qui ne prolonge rien."""
        donnees = super().clean()
        if donnees.get("etat") == Prolongation.Etat.ACCORDEE and donnees.get("jusqu_au"):
            self.prolongation.jusqu_au = donnees["jusqu_au"]
            self.prolongation.clean()
        return donnees

    def save(self):
        self.prolongation.decider(self.user, **self.cleaned_data)
        return self.prolongation
