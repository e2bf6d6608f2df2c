"""Formulaires du contrat de ville : le contrat, ses signataires, ses abattements, sa réunion."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Div, Fieldset, Layout, Row
from django import forms
from django.db.models import Q

from quartiers.forms.departement import DuDepartementForm
from quartiers.models import Quartier
from socle.champs import DateInput, NombreField, SirenField
from socle.forms.fusion import FusionForm
from socle.forms.imprimable import ImprimableForm
from socle.forms.sections import EnSectionsForm
from socle.saisie import LIGNES_AU_PLUS

from ..models import FIN_PAR_DEFAUT, Abattement, ContratDeVille, Signataire


class QuartiersField(forms.ModelMultipleChoiceField):
    """Cases à cocher des quartiers, rangées par commune."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, quartier):
        return f"{quartier.communes} : {quartier.nom} ({quartier.code})"


class DuContratForm(FusionForm):
    """Formulaire d'un objet dont l'adresse de la page donne le contrat."""

    def _get_validation_exclusions(self):
        # Le contrat n'est pas un champ ; les unicités « par contrat » se vérifient quand même.
        return super()._get_validation_exclusions() - {"contrat"}


class ContratForm(DuDepartementForm):
    porteur_siren = SirenField(label="SIREN du porteur", required=False)

    sections = (
        ("Le contrat", ("nom", "perimetre"), ("signe_le", "fin_le"), ("departements_associes",)),
        ("Le porteur", ("porteur",), ("porteur_nom", "porteur_siren")),
        ("Les quartiers prioritaires", ("quartiers",)),
        ("L’évaluation à mi-parcours", ("evaluation_faite", "evaluation_le"), ("evaluation",)),
    )

    class Meta:
        model = ContratDeVille
        fields = (
            "departement",
            "nom",
            "perimetre",
            "signe_le",
            "fin_le",
            "departements_associes",
            "porteur",
            "porteur_nom",
            "porteur_siren",
            "quartiers",
            "evaluation_faite",
            "evaluation_le",
            "evaluation",
        )
        field_classes = {"quartiers": QuartiersField}
        widgets = {
            **dict.fromkeys(("signe_le", "fin_le", "evaluation_le"), DateInput()),
            "departements_associes": forms.CheckboxSelectMultiple,
            "evaluation": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "fin_le": "31 décembre 2022, sauf exception : loi de finances pour 2019.",
            "quartiers": "Ceux que l’administrateur a importés de la liste officielle.",
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        # Les contrats vont jusqu'en 2022 : leur géographie est celle de la liste de 2015.
        liste = Quartier.objects.de_la_liste(FIN_PAR_DEFAUT)
        offerts = Q(departement__in=user.codes_departements_modifiables, retire_le=None)
        if self.instance.pk:
            offerts |= Q(contrats=self.instance)
            offerts |= Q(departement__contrats_associes=self.instance, retire_le=None)
        quartiers = liste.filter(offerts).distinct()
        self.fields["quartiers"].queryset = quartiers.order_by("communes", "nom")

    def clean(self):
        donnees = super().clean()
        if (
            self.instance.pk
            and donnees.get("perimetre") != ContratDeVille.Perimetre.AGGLOMERATION
            and self.instance.reunit.exists()
        ):
            self.add_error("perimetre", "Ce contrat en réunit d’autres : il reste d’agglomération.")
        departements = [donnees.get("departement"), *donnees.get("departements_associes", ())]
        codes = {departement.pk for departement in departements if departement}
        etrangers = [q for q in donnees.get("quartiers", ()) if q.departement_id not in codes]
        if etrangers and donnees.get("departement"):
            noms = ", ".join(quartier.nom for quartier in etrangers)
            self.add_error("quartiers", f"Hors du territoire du contrat : {noms}.")
        return donnees


class LigneForm(ImprimableForm, forms.ModelForm):
    """Ligne d'un jeu de formulaires ; vide, elle n'est pas enregistrée."""

    titre = ""
    rangees: tuple = ()

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


class SignataireForm(LigneForm):
    titre = "Nouveau signataire"
    rangees = (("nature", "nom", "qualite"),)

    class Meta:
        model = Signataire
        fields = ("nature", "nom", "qualite")


class AbattementForm(LigneForm):
    titre = "Nouvel abattement"
    rangees = (("bailleur", "convention_le", "logements"), ("usages",))

    class Meta:
        model = Abattement
        fields = ("bailleur", "convention_le", "logements", "usages")
        field_classes = {"logements": NombreField}
        widgets = {"convention_le": DateInput(), "usages": forms.Textarea(attrs={"rows": 2})}


SignataireFormSet = forms.inlineformset_factory(
    ContratDeVille, Signataire, form=SignataireForm, extra=3, **LIGNES_AU_PLUS
)
AbattementFormSet = forms.inlineformset_factory(
    ContratDeVille, Abattement, form=AbattementForm, extra=1, **LIGNES_AU_PLUS
)


class ReunionForm(EnSectionsForm, forms.Form):
    """Choix des contrats que réunit un contrat d'agglomération."""

    contrats = forms.ModelMultipleChoiceField(
        ContratDeVille.objects.none(),
        label="Contrats réunis dans ce contrat d’agglomération",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ils restent lisibles et mènent ici ; leurs quartiers rejoignent ce contrat.",
    )

    def __init__(self, *args, contrat, **kwargs):
        self.contrat = contrat
        kwargs["initial"] = {"contrats": contrat.reunit.all()}
        super().__init__(*args, **kwargs)
        self.fields["contrats"].queryset = ContratDeVille.objects.a_reunir(contrat)

    def clean(self):
        if self.contrat.perimetre != ContratDeVille.Perimetre.AGGLOMERATION:
            raise forms.ValidationError("Seul un contrat d’agglomération en réunit d’autres.")
        return super().clean()

    def save(self):
        """Réunit les contrats cochés (voir `ContratDeVille.reunir`) ; rend le contrat."""
        self.contrat.reunir(self.cleaned_data["contrats"])
        return self.contrat
