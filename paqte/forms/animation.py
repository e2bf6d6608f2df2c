"""Formulaires de l'animation du PAQTE : référent, organisation, réunions, partenaires."""

from django import forms

from quartiers.forms.departement import DuDepartementForm
from socle.champs import DateInput

from ..models import Organisation, Partenaire, Referent, ReunionComite


class ReferentForm(DuDepartementForm):
    sections = (("", ("nom", "fonction"), ("service", "designe_le"), ("courriel", "telephone")),)

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


class OrganisationForm(DuDepartementForm):
    sections = (("", ("mode",), ("description",), ("comite",), ("chartes_restantes",)),)

    class Meta:
        model = Organisation
        fields = ("departement", "mode", "description", "comite", "chartes_restantes")
        widgets = {
            "description": forms.Textarea(attrs={"rows": 5}),
            "comite": forms.Textarea(attrs={"rows": 4}),
        }


class ReunionComiteForm(DuDepartementForm):
    sections = (("", ("date", "objet"), ("participants",), ("decisions",)),)

    class Meta:
        model = ReunionComite
        fields = ("departement", "date", "objet", "participants", "decisions")
        widgets = {
            "date": DateInput(),
            "participants": forms.Textarea(attrs={"rows": 3}),
            "decisions": forms.Textarea(attrs={"rows": 4}),
        }


class PartenaireForm(DuDepartementForm):
    sections = (("", ("nom", "reseau"), ("role",)),)

    class Meta:
        model = Partenaire
        fields = ("departement", "nom", "reseau", "role")
        widgets = {"role": forms.Textarea(attrs={"rows": 3})}
