"""Socle des formulaires du portail ; formulaires de l'import d'une liste."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from dsfr.forms import DsfrBaseForm

from .lecture import TAILLE_MAXIMALE, FichierRefuse, lire
from .models import Departement


class EnSectionsForm(DsfrBaseForm):
    """Formulaire mis en page par `sections` : (titre, rangée de champs, rangée, …).

    Un titre vide ne fait pas de cadre. Les champs qu'aucune section ne place viennent d'abord.
    """

    sections: tuple = ()

    @property
    def helper(self):
        places = {nom for _, *rangees in self.sections for rangee in rangees for nom in rangee}
        helper = FormHelper()
        helper.form_tag = False
        helper.layout = Layout(*(nom for nom in self.fields if nom not in places))
        for titre, *rangees in self.sections:
            lignes = [Row(*(Column(nom) for nom in rangee)) for rangee in rangees]
            helper.layout.extend([Fieldset(titre, *lignes)] if titre else lignes)
        return helper


class DuDepartementForm(EnSectionsForm, forms.ModelForm):
    """Formulaire dont le département est limité à ceux où `user` peut écrire.

    Le département ne se choisit que si l'utilisateur en a plusieurs et que la page n'en impose
    pas un ; il reste un champ, pour que l'unicité par département soit vérifiée.
    """

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        champ = self.fields["departement"]
        champ.queryset = Departement.objects.modifiables_par(user)
        codes = user.codes_departements_modifiables
        if self.instance.departement_id or len(codes) == 1:
            champ.widget = forms.HiddenInput()
            self.initial.setdefault("departement", codes[0])


class DepotForm(DsfrBaseForm, forms.Form):
    """Dépôt d'un fichier ; sa lecture donne `liste` (voir `quartiers.lecture.Liste`)."""

    fichier = forms.FileField(
        label="Liste officielle de QPV ou table de l’INSEE",
        help_text=f"Fichier CSV, {TAILLE_MAXIMALE // 1024**2} Mo au plus.",
        error_messages={"empty": "Le fichier est vide.", "required": "Choisissez un fichier."},
    )

    def clean_fichier(self):
        fichier = self.cleaned_data["fichier"]
        if fichier.size > TAILLE_MAXIMALE:
            raise forms.ValidationError(
                f"Le fichier dépasse {TAILLE_MAXIMALE // 1024**2} Mo. "
                "Retirez les colonnes de contour."
            )
        self.octets = fichier.read()
        try:
            self.liste = lire(self.octets, fichier.name)
        except FichierRefuse as refus:
            raise forms.ValidationError(str(refus)) from refus
        return fichier


class ConfirmationForm(DsfrBaseForm, forms.Form):
    """Confirmation d'un import, tel que l'aperçu l'a montré.

    Un retrait massif demande une case de plus.
    """

    apercu_lu = forms.CharField(widget=forms.HiddenInput)

    retraits = forms.BooleanField(
        label="Je confirme le retrait de ces quartiers : la liste est complète.",
        error_messages={"required": "Confirmez le retrait, ou importez la liste complète."},
    )

    def __init__(self, *args, apercu, **kwargs):
        super().__init__(*args, **kwargs)
        self.empreinte = self.initial["apercu_lu"] = apercu.empreinte
        if not apercu.retraits_suspects:
            del self.fields["retraits"]

    def clean(self):
        donnees = super().clean()
        if donnees.get("apercu_lu") != self.empreinte:
            self.data = self.data.copy()
            self.data["apercu_lu"] = self.empreinte
            raise forms.ValidationError(
                "Des quartiers ont changé depuis l’aperçu que vous avez lu. Relisez celui-ci, "
                "puis confirmez."
            )
        return donnees
