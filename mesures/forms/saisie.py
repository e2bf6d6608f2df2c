"""Formulaires des mesures : niveau, valeur, contestation, appréciation."""

from django import forms
from dsfr.forms import DsfrBaseForm

from quartiers.champs import DateInput, NombreField
from quartiers.forms import DuDepartementForm, EnSectionsForm, FusionForm
from quartiers.models import Departement, Quartier, Region

from ..models import (
    Appreciation,
    ChangementDeNiveau,
    Contestation,
    Indicateur,
    Mesure,
    Ministere,
    Valeur,
)

CHAMPS_PAR_GENRE = {
    Indicateur.Genre.PART: ("nombre", "base"),
    Indicateur.Genre.OUI_NON: ("oui_non",),
    Indicateur.Genre.TEXTE: ("texte",),
}
OUI_NON = forms.Select(choices=[("", "Choisir"), ("true", "Oui"), ("false", "Non")])


class TypeeForm(FusionForm):
    """Formulaire dont seuls restent les champs du type de l'indicateur."""

    def garder_le_type(self, indicateur):
        """Retire les champs de valeur qui ne sont pas du type de l'indicateur."""
        gardes = CHAMPS_PAR_GENRE.get(indicateur.genre, ("nombre",))
        for nom in {"nombre", "base", "oui_non", "texte"} - set(gardes):
            del self.fields[nom]
        for nom in gardes:
            self.fields[nom].required = True
        if gardes == ("nombre",):
            # django-dsfr a déjà lu le libellé du champ à la création du formulaire.
            self["nombre"].label = f"Valeur ({indicateur.unite})" if indicateur.unite else "Valeur"


class ValeurForm(TypeeForm):
    quartier = forms.CharField(
        label="Quartier prioritaire", required=False, help_text="Son code, par exemple QP059001."
    )

    class Meta:
        model = Valeur
        fields = (
            "region",
            "departement",
            "quartier",
            "le",
            "nombre",
            "base",
            "oui_non",
            "texte",
            "source",
            "note",
        )
        field_classes = dict.fromkeys(("nombre", "base"), NombreField)
        widgets = {"le": DateInput(), "oui_non": OUI_NON}
        help_texts = {"source": "D’où vient ce chiffre : enquête, fichier de gestion, rapport."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.garder_le_type(self.instance.indicateur)
        self.fields["region"].empty_label = "Aucune"
        self.fields["departement"].empty_label = "Aucun"
        self.fields["region"].queryset = Region.objects.all()
        self.fields["departement"].queryset = Departement.objects.all()
        if self.instance.quartier_id:
            self.initial["quartier"] = self.instance.quartier.code

    def _get_validation_exclusions(self):
        # L'indicateur et le territoire ne sont pas des champs, mais l'unicité se vérifie.
        return super()._get_validation_exclusions() - {"indicateur", "territoire"}

    def montrer(self, nom, valeur):
        # Le quartier s'écrit par son code.
        super().montrer(nom, valeur.code if nom == "quartier" and valeur else valeur)

    def clean(self):
        donnees = super().clean()
        if self.instance.pk and self.instance.est_contestee:
            lieu = {"region": None, "departement": None, "quartier": None}
            if any(donnees.get(nom) != getattr(self.instance, nom) for nom in lieu):
                raise forms.ValidationError(
                    "Une préfecture conteste cette valeur : répondez-lui avant d’en changer le "
                    "territoire."
                )
        return donnees

    def clean_quartier(self):
        code = self.cleaned_data["quartier"].strip().upper()
        if not code:
            return None
        if quartier := Quartier.objects.filter(code=code).first():
            return quartier
        raise forms.ValidationError(f"Aucun quartier n’a le code « {code} ».")


class ChangementDeNiveauForm(EnSectionsForm, forms.ModelForm):
    sections = (("", ("niveau", "le"), ("motif",)),)

    class Meta:
        model = ChangementDeNiveau
        fields = ("niveau", "le", "motif")
        widgets = {"le": DateInput(), "motif": forms.Textarea(attrs={"rows": 4})}


class CadreForm(FusionForm):
    """Classement et chef de file d'une mesure, que tient le CGET."""

    nouveau_ministere = forms.CharField(
        label="Ou un ministère qui n’est pas dans la liste",
        max_length=200,
        required=False,
        help_text="Ses membres se règlent dans l’administration.",
    )

    sections = (
        ("Chef de file", ("chef_de_file", "nouveau_ministere")),
        ("Classement", ("thematique", "source_du_classement")),
    )

    class Meta:
        model = Mesure
        fields = ("chef_de_file", "thematique", "source_du_classement")
        help_texts = {"chef_de_file": "L’annexe 3 ne le dit pas."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chef_de_file"].empty_label = "À renseigner"

    def clean(self):
        donnees = super().clean()
        if nom := donnees.get("nouveau_ministere"):
            if donnees.get("chef_de_file"):
                self.add_error("nouveau_ministere", "Choisissez dans la liste, ou écrivez ici.")
            elif Ministere.objects.filter(nom__iexact=nom).exists():
                self.add_error("nouveau_ministere", "Ce ministère est déjà dans la liste.")
        return donnees

    def save(self, **kwargs):
        """Enregistre la mesure, en créant au besoin son ministère."""
        if nom := self.cleaned_data["nouveau_ministere"]:
            self.instance.chef_de_file = Ministere.objects.create(nom=nom)
        return super().save(**kwargs)


class ContestationForm(TypeeForm):
    sections = (("", ("motif",), ("source",)),)

    class Meta:
        model = Contestation
        fields = ("nombre", "base", "oui_non", "texte", "motif", "source")
        field_classes = dict.fromkeys(("nombre", "base"), NombreField)
        widgets = {"oui_non": OUI_NON, "motif": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.garder_le_type(self.instance.valeur.indicateur)

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"valeur", "etat"}


class ReponseForm(DsfrBaseForm, forms.Form):
    """Réponse du ministère à une contestation."""

    reponse = forms.CharField(label="Votre réponse", widget=forms.Textarea(attrs={"rows": 3}))
    vue = forms.CharField(widget=forms.HiddenInput)


class AppreciationForm(DuDepartementForm):
    sections = (("", ("niveau", "le"), ("commentaire",)),)

    class Meta:
        model = Appreciation
        fields = ("departement", "niveau", "le", "commentaire")
        widgets = {"le": DateInput(), "commentaire": forms.Textarea(attrs={"rows": 4})}
