"""Formulaire de la synthèse du 15 mars."""

from django import forms

from remontees.forms.remontee import RemonteeForm, TexteAttendu

from ..models import Synthese


class SyntheseForm(RemonteeForm):
    """Le récit que l'agent écrit ; les listes et les tables viennent des contrats."""

    class Meta:
        model = Synthese
        fields = ("demarches", "declinaison", "echeances", "difficultes", "exemples")
        widgets = {nom: forms.Textarea(attrs={"rows": 9, "data-structure": ""}) for nom in fields}
        field_classes = dict.fromkeys(("demarches", "difficultes", "exemples"), TexteAttendu)
        help_texts = {
            "difficultes": "Écrivez « néant » si vous n’en rencontrez pas.",
            "exemples": "Des actions de l’État vues par les habitants, avec un lieu et un nombre.",
        }
