"""Formulaires de l'animation du PAQTE : référent, organisation, réunions, partenaires."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms

from quartiers.champs import DateInput
from quartiers.forms import DuDepartementForm

from ..models import Organisation, Partenaire, Referent, ReunionComite


class AnimationForm(DuDepartementForm):
    """Formulaire d'une page d'animation ; `rangees` groupe les champs sur grand écran."""

    rangees: tuple = ()

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag = False
        helper.layout = Layout(
            "departement", *(Row(*(Column(nom) for nom in rangee)) for rangee in self.rangees)
        )
        return helper


class ReferentForm(AnimationForm):
    rangees = (("nom", "fonction"), ("service", "designe_le"), ("courriel", "telephone"))

    class Meta:
        model = Referent
        fields = (
            "departement",
            "nom",
            "fonction",
            "service",
            "courriel",
            "telephone",
            "designe_le",
        )
        widgets = {"designe_le": DateInput()}


class OrganisationForm(AnimationForm):
    rangees = (("mode",), ("description",), ("comite",))

    class Meta:
        model = Organisation
        fields = ("departement", "mode", "description", "comite")
        widgets = {
            "description": forms.Textarea(attrs={"rows": 5}),
            "comite": forms.Textarea(attrs={"rows": 4}),
        }


class ReunionComiteForm(AnimationForm):
    rangees = (("date", "objet"), ("participants",), ("decisions",))

    class Meta:
        model = ReunionComite
        fields = ("departement", "date", "objet", "participants", "decisions")
        widgets = {
            "date": DateInput(),
            "participants": forms.Textarea(attrs={"rows": 3}),
            "decisions": forms.Textarea(attrs={"rows": 4}),
        }


class PartenaireForm(AnimationForm):
    rangees = (("nom", "reseau"), ("role",))

    class Meta:
        model = Partenaire
        fields = ("departement", "nom", "reseau", "role")
        widgets = {"role": forms.Textarea(attrs={"rows": 3})}
