"""Formulaire d'un contact au CGET."""

from django import forms

from socle.forms.fusion import FusionForm

from ..models import ContactCget


class ContactCgetForm(FusionForm):
    sections = (
        ("", ("nom", "fonction"), ("courriel", "telephone")),
        ("Territoires suivis", ("regions",), ("departements",)),
    )

    class Meta:
        model = ContactCget
        fields = ("nom", "fonction", "courriel", "telephone", "regions", "departements")
        widgets = dict.fromkeys(("regions", "departements"), forms.CheckboxSelectMultiple)

    def clean(self):
        """Lève ValidationError si le contact ne suit aucun territoire."""
        donnees = super().clean()
        # Un champ absent a déjà sa propre erreur.
        if not any(donnees.get(nom, True) for nom in ("regions", "departements")):
            raise forms.ValidationError("Cochez au moins une région ou un département.")
        return donnees
