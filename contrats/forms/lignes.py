"""Les listes d'un contrat, tenues ligne à ligne : signataires, fiscalité, prolongations."""

from itertools import chain

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Div, Fieldset, Layout, Row
from django import forms
from dsfr.forms import DsfrBaseForm

from socle.champs import DateInput, NombreField
from socle.forms.imprimable import ImprimableForm
from socle.saisie import LIGNES_AU_PLUS

from ..attendus import signataires_attendus
from ..models import (
    Abattement,
    ContratDeVille,
    Engagement,
    Etape,
    Exoneration,
    Prolongation,
    Signataire,
)


class LigneForm(ImprimableForm, forms.ModelForm):
    """Ligne d'un jeu de formulaires ; vide, elle n'est pas enregistrée."""

    titre = ""
    rangees: tuple = ()

    def _get_validation_exclusions(self):
        # Ce dont la page tient la liste n'est pas un champ ; les unicités s'y vérifient quand même.
        return super()._get_validation_exclusions() - {"contrat", "engagement"}

    def validate_unique(self):
        """Vérifie aussi les contraintes : Django saute celles de l'objet que donne la page."""
        super().validate_unique()
        if self.errors:
            return
        try:
            self.instance.validate_constraints(exclude=self._get_validation_exclusions())
        except forms.ValidationError as erreur:
            for motif in chain.from_iterable(erreur.error_dict.values()):
                self.add_error(motif.code if motif.code in self.fields else None, motif)

    @property
    def helper(self):
        helper = FormHelper()
        helper.layout = Layout(
            Fieldset(
                str(self.instance) if self.instance.pk else self.titre,
                *(Row(*(Column(nom) for nom in rangee)) for rangee in self.rangees),
                Div("DELETE") if self.instance.pk else None,
                "id",
            )
        )
        return helper


class ProposesForm(DsfrBaseForm):
    """Les signataires que le territoire du contrat fait attendre, à cocher."""

    proposes = forms.MultipleChoiceField(
        label="Signataires attendus",
        help_text="D’après les quartiers du contrat. Ceux que vous cochez s’ajoutent à la liste.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, contrat, **kwargs):
        super().__init__(*args, **kwargs)
        self.attendus = signataires_attendus(contrat)
        natures = Signataire.Nature
        self.fields["proposes"].choices = [
            (nom, f"{nom}, {natures(nature).label}") for nom, nature in self.attendus.items()
        ]


class SignatairesFormSet(forms.BaseInlineFormSet):
    """Les signataires d'un contrat, ligne à ligne, et ceux qu'on coche."""

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.proposes = ProposesForm(data, contrat=self.instance)

    def is_valid(self):
        return self.proposes.is_valid() & super().is_valid()

    def save(self, **kwargs):
        """Enregistre les lignes, et chaque signataire coché qu'aucune ne nomme."""
        lignes = super().save(**kwargs)
        deja = {*self.instance.signataires.values_list("nom", flat=True)}
        for nom in self.proposes.cleaned_data["proposes"]:
            if nom not in deja:
                nature = self.proposes.attendus[nom]
                lignes.append(self.instance.signataires.create(nom=nom, nature=nature))
        return lignes


class SignataireForm(LigneForm):
    titre = "Nouveau signataire"
    rangees = (("nature", "nom", "qualite"),)

    class Meta:
        model = Signataire
        fields = ("nature", "nom", "qualite")


class AbattementForm(LigneForm):
    titre = "Nouvel abattement"
    rangees = (
        ("bailleur", "annee", "convention_le"),
        ("logements", "montant", "contreparties"),
        ("usages",),
    )

    class Meta:
        model = Abattement
        fields = (
            "bailleur",
            "annee",
            "convention_le",
            "logements",
            "montant",
            "contreparties",
            "usages",
        )
        field_classes = dict.fromkeys(
            ("annee", "logements", "montant", "contreparties"), NombreField
        )
        widgets = {"convention_le": DateInput(), "usages": forms.Textarea(attrs={"rows": 2})}


class ExonerationForm(LigneForm):
    titre = "Nouvelle exonération"
    rangees = (("annee", "impot"), ("commerces", "montant"), ("precisions",))

    class Meta:
        model = Exoneration
        fields = ("annee", "impot", "commerces", "montant", "precisions")
        field_classes = dict.fromkeys(("annee", "commerces", "montant"), NombreField)
        widgets = {"precisions": forms.Textarea(attrs={"rows": 2})}


class ProlongationForm(LigneForm):
    titre = "Nouvelle prolongation"
    rangees = (("fin_le", "texte", "reference"),)

    class Meta:
        model = Prolongation
        fields = ("fin_le", "texte", "reference")
        widgets = {"fin_le": DateInput()}


class EtapeForm(LigneForm):
    titre = "Nouvelle étape"
    rangees = (("libelle",), ("prevue_le", "faite_le"))

    class Meta:
        model = Etape
        fields = ("libelle", "prevue_le", "faite_le")
        widgets = {"prevue_le": DateInput(), "faite_le": DateInput()}


SignataireFormSet = forms.inlineformset_factory(
    ContratDeVille,
    Signataire,
    form=SignataireForm,
    formset=SignatairesFormSet,
    extra=3,
    **LIGNES_AU_PLUS,
)
AbattementFormSet = forms.inlineformset_factory(
    ContratDeVille, Abattement, form=AbattementForm, extra=1, **LIGNES_AU_PLUS
)
ExonerationFormSet = forms.inlineformset_factory(
    ContratDeVille, Exoneration, form=ExonerationForm, extra=1, **LIGNES_AU_PLUS
)
ProlongationFormSet = forms.inlineformset_factory(
    ContratDeVille, Prolongation, form=ProlongationForm, extra=1, **LIGNES_AU_PLUS
)
EtapeFormSet = forms.inlineformset_factory(
    Engagement, Etape, form=EtapeForm, extra=2, **LIGNES_AU_PLUS
)
