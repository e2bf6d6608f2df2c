"""Formulaire d'une décision du registre."""

from django import forms

from quartiers.forms.departement import DuDepartementForm
from socle.champs import DateInput

from ..models import College, Decision, Engagement


class DecisionForm(DuDepartementForm):
    sections = (
        ("La décision", ("organe", "prise_le"), ("college",), ("texte",)),
        ("Sa suite", ("porteur", "pour_le"), ("engagement",), ("faite_le",)),
    )

    class Meta:
        model = Decision
        fields = (
            "departement",
            "organe",
            "prise_le",
            "college",
            "texte",
            "porteur",
            "pour_le",
            "engagement",
            "faite_le",
        )
        widgets = {
            **dict.fromkeys(("prise_le", "pour_le", "faite_le"), DateInput()),
            "texte": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["college"].queryset = College.objects.modifiables_par(user)
        engagements = Engagement.objects.modifiables_par(user).select_related("protocole__contrat")
        self.fields["engagement"].queryset = engagements

    def clean(self):
        donnees = super().clean()
        college, departement = donnees.get("college"), donnees.get("departement")
        if college and departement and college.departement_id != departement.pk:
            self.add_error("college", "Cette réunion est celle d’un autre département.")
        return donnees
