"""Formulaire d'une réunion du collège des chefs de service."""

from django import forms

from quartiers.forms.departement import DuDepartementForm
from socle.champs import DateInput
from socle.noms import nommer_plus_tard

from ..models import College


class CollegeForm(DuDepartementForm):
    sections = (
        ("", ("date", "lieu")),
        ("Qui était là", College.ATTENDUS, ("services",)),
        ("Ce qui fut décidé", ("decisions",)),
    )
    # Une réunion prévue n'en a pas encore.
    exigibles = ("services",)

    class Meta:
        model = College
        fields = ("departement", "date", "lieu", *College.ATTENDUS, "services", "decisions")
        widgets = {
            "date": DateInput(),
            "services": forms.Textarea(attrs={"rows": 3}),
            "decisions": forms.Textarea(attrs={"rows": 6}),
        }
        help_texts = {
            "date": "Celle d’une réunion prévue convient : elle compte une fois tenue.",
            "services": nommer_plus_tard("Par exemple : {direccte}, DDTM, police."),
        }
