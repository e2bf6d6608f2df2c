"""Ce qui s'écrit d'une mesure : niveau, chef de file et classement, appréciation du préfet."""

from django import forms

from quartiers.forms.departement import DuDepartementForm
from socle.champs import DateInput
from socle.forms.fusion import FusionForm
from socle.forms.sections import EnSectionsForm

from .. import courriel
from ..models import Appreciation, ChangementDeNiveau, Mesure, Ministere


class RetraitForm(EnSectionsForm):
    """Pourquoi un niveau, ou une valeur, saisi par erreur est retiré."""

    motif = forms.CharField(
        label="Pourquoi il est retiré",
        max_length=100,
        help_text="Ce motif reste dans l’histoire, avec ce qui est retiré.",
    )

    def __init__(self, *args, objet, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.objet, self.user = objet, user

    def save(self):
        """Retire l'objet."""
        self.objet.retirer(self.user, self.cleaned_data["motif"])
        return self.objet


class ChangementDeNiveauForm(EnSectionsForm, forms.ModelForm):
    sections = (("", ("niveau", "le"), ("motif",)),)

    class Meta:
        model = ChangementDeNiveau
        fields = ("niveau", "le", "motif")
        widgets = {"le": DateInput(), "motif": forms.Textarea(attrs={"rows": 4})}

    def save(self, **kwargs):
        """Enregistre le changement, et le dit à qui la mesure concerne."""
        changement = super().save(**kwargs)
        courriel.envoyer_niveau(changement)
        return changement


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
        """Enregistre la mesure, en créant au besoin son ministère, qui apprend ce qu'il mène."""
        if nom := self.cleaned_data["nouveau_ministere"]:
            self.instance.chef_de_file = Ministere.objects.create(nom=nom)
        mesure = super().save(**kwargs)
        if mesure.chef_de_file and mesure.chef_de_file_id != self.initial["chef_de_file"]:
            courriel.envoyer_attribution(mesure.chef_de_file, [mesure])
        return mesure


class AppreciationForm(DuDepartementForm):
    sections = (("", ("niveau", "le"), ("commentaire",)),)

    class Meta:
        model = Appreciation
        fields = ("departement", "niveau", "le", "commentaire")
        widgets = {"le": DateInput(), "commentaire": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.user = user

    def save(self, **kwargs):
        """Enregistre l'appréciation, ou sa proposition (voir `Appreciation.proposer`)."""
        self.instance.proposer(self.user)
        return self.instance
