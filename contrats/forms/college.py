"""Formulaire d'une réunion du collège des chefs de service."""

from django import forms

from quartiers.forms.departement import DuDepartementForm
from socle.champs import DateInput

from ..models import College


class CollegeForm(DuDepartementForm):
    sections = (("", ("date",), ("services",), ("decisions",)),)

    class Meta:
        model = College
        fields = ("departement", "date", "services", "decisions")
        widgets = {
            "date": DateInput(),
            "services": forms.Textarea(attrs={"rows": 3}),
            "decisions": forms.Textarea(attrs={"rows": 6}),
        }
